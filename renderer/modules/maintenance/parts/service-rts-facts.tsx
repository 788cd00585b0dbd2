import { useTranslation } from 'react-i18next';
import type { RtsDetail } from '../../../../shared/modules/maintenance/service-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfAffected } from './service-tones.ts';

/** Where the list comes from: what happened, when, whose job it was, and since when the instrument is down. */
export function RtsFacts({ list }: { readonly list: RtsDetail }) {
  const { t } = useTranslation('service');
  const { downtime } = list;
  return (
    <Card
      title={t('rts.facts')}
      {...(list.workOrderId === null
        ? {}
        : {
            action: (
              <ButtonLink to="/work-orders/$workOrderId" params={{ workOrderId: list.workOrderId }} look="quiet">
                {t('rts.openWorkOrder')}
              </ButtonLink>
            ),
          })}
    >
      <KeyValue
        rows={[
          { label: t('rts.events'), value: list.events.map((event) => t(`event.${event}`)).join('; ') },
          { label: t('rts.raised'), value: <TimeText at={list.raisedAt} look="full" /> },
          { label: t('rts.raisedBy'), value: list.raisedBy },
          { label: t('rts.note'), value: list.note },
          ...(downtime === null
            ? []
            : [
                { label: t('rts.downtime'), value: <TimeText at={downtime.from} look="full" /> },
                { label: t('downtime.fields.kind'), value: t(`downtime.kind.${downtime.kind}`) },
                {
                  label: t('downtime.fields.affected'),
                  value: (
                    <StateMark tone={toneOfAffected[downtime.resultsAffected]}>
                      {t(`downtime.choice.${downtime.resultsAffected}`)}
                    </StateMark>
                  ),
                },
              ]),
          { label: t('rts.table'), value: t('rts.tableVersion', { version: list.tableVersion }) },
        ]}
      />
    </Card>
  );
}
