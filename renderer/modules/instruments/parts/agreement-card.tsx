import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';

const toneOf = { fits: 'good', 'does-not-fit': 'stop', 'cannot-evaluate': 'unknown' } as const satisfies Record<
  string,
  Tone
>;

/** Whether the numbers of the newest messages agree with each other; only where a field map says what stands where. */
export function AgreementCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('agreement');
  const { data } = useQuery(useApi().messages.agreement.queryOptions({ input: { instrumentId } }));
  if (data === undefined || data.map === null) return null;
  const { map, verdict, evaluatedCount, agreeingCount, disagreements } = data;
  const tone = toneOf[verdict];
  return (
    <Card title={t('title')} tone={tone}>
      <StateMark tone={tone}>{t(`verdict.${verdict}`)}</StateMark>
      {verdict !== 'fits' && <p>{t(`todo.${verdict}`)}</p>}
      {disagreements.length > 0 && (
        <ul>
          {disagreements.map(({ identity, stated, computed }) => (
            <li key={identity}>
              {identity === 'words-for-numbers'
                ? t('words', { stated })
                : t('differs', { identity: t(`identity.${identity}`), stated, computed })}
            </li>
          ))}
        </ul>
      )}
      <KeyValue
        rows={[
          { label: t('samples'), value: t('ofSamples', { agreeing: agreeingCount, evaluated: evaluatedCount }) },
          { label: t('places'), value: t('counts', { ...map }) },
          { label: t('ask'), value: map.askWhere },
        ]}
      />
      <p>{t('why')}</p>
    </Card>
  );
}
