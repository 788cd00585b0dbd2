import { useTranslation } from 'react-i18next';
import type { FactorLine, ProcedureTerms } from '../../../../shared/modules/calibration/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useSayWhy } from './use-say-why.ts';
import { VerdictMark } from './verdict-mark.tsx';

interface FactorRowsProps {
  readonly factors: readonly FactorLine[];
  readonly terms: ProcedureTerms;
  readonly onEnter?: (factor: FactorLine) => void;
}

const toneOfAdvice = { update: 'info', keep: 'good', reject: 'stop', none: 'unknown' } as const;

/** The factor the bench computes beside the analyzer's own, with the limits it was held against. */
export function FactorRows({ factors, terms, onEnter }: FactorRowsProps) {
  const { t } = useTranslation('calibration');
  const sayWhy = useSayWhy(terms);
  if (factors.length === 0) {
    return <p>{t('factor.none')}</p>;
  }
  const parameterOf = (key: string) => terms.parameters.find((parameter) => parameter.key === key);
  const percent = (value: string | null) => (value === null ? t('factor.notYet') : `${value} %`);
  return (
    <ul className={rowStyles.rows}>
      {factors.map((factor) => {
        const label = parameterOf(factor.parameter)?.label ?? factor.parameter;
        const unit = parameterOf(factor.parameter)?.unit ?? '';
        return (
          <li key={factor.parameter} className={rowStyles.withAction}>
            <div className={rowStyles.words}>
              <div className={rowStyles.main}>
                <span className={rowStyles.text}>{label}</span>
                <VerdictMark verdict={factor.verdict} whys={sayWhy(factor.whys)} />
              </div>
              <div className={rowStyles.main}>
                <StateMark tone={toneOfAdvice[factor.advice]}>{t(`factor.advice.${factor.advice}`)}</StateMark>
              </div>
              <KeyValue
                rows={[
                  { label: t('factor.current'), value: percent(factor.current) },
                  {
                    label: t('factor.means'),
                    value:
                      factor.referenceMean === null || factor.instrumentMean === null
                        ? t('factor.notYet')
                        : `${factor.referenceMean} / ${factor.instrumentMean} ${unit} (n ${factor.n})`,
                  },
                  {
                    label: t('factor.shadow'),
                    value:
                      factor.shadow === null
                        ? t('factor.notYet')
                        : t('factor.shadowIs', { shadow: factor.shadow, change: factor.change ?? '–' }),
                  },
                  { label: t('factor.analyzer'), value: percent(factor.analyzer) },
                  { label: t('factor.set'), value: percent(factor.set) },
                  { label: t('factor.decision'), value: t(`factor.decisionIs.${factor.decision}`) },
                ]}
              />
            </div>
            {onEnter !== undefined && (
              <Button
                aria-label={t(factor.current === null ? 'factor.enterOne' : 'factor.decideOne', { parameter: label })}
                onPress={() => onEnter(factor)}
              >
                {factor.current === null ? t('factor.enter') : t('factor.decide')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
