import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Judgement, SectionKey } from '../../../../shared/modules/calibration/terms.ts';
import { Button } from '../../../ui/button.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { useSayWhy } from './use-say-why.ts';
import { VerdictMark } from './verdict-mark.tsx';

interface SectionRowsProps {
  readonly session: Session;
  readonly judgement: Judgement;
  readonly onGo?: (step: SectionKey) => void;
}

/** Each step with its verdict and every reason for it. */
export function SectionRows({ session, judgement, onGo }: SectionRowsProps) {
  const { t } = useTranslation('calibration');
  const sayWhy = useSayWhy(session.terms);
  const isLeft = judgement.sections.some(({ key, isNeeded }) => key === 'as-left' && isNeeded);
  return (
    <ul className={rowStyles.rows}>
      {judgement.sections
        .filter(({ isNeeded, isStarted }) => isNeeded || isStarted)
        .map((section) => (
          <li key={section.key} className={rowStyles.withAction}>
            <div className={rowStyles.words}>
              <div className={rowStyles.main}>
                <VerdictMark verdict={section.verdict} />
                <span className={rowStyles.text}>{t(`step.${section.key}`)}</span>
              </div>
              {section.key === 'as-found' && isLeft && <div>{t('sign.asFoundMore')}</div>}
              {sayWhy(section.whys).map((why) => (
                <div key={why}>{why}</div>
              ))}
            </div>
            {onGo !== undefined && section.verdict !== 'pass' && (
              <Button
                look="quiet"
                aria-label={t('sign.openStep', { step: t(`step.${section.key}`) })}
                onPress={() => onGo(section.key)}
              >
                {t('open')}
              </Button>
            )}
          </li>
        ))}
    </ul>
  );
}
