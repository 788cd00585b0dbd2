import { useTranslation } from 'react-i18next';
import type { WorkOrderRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import styles from '../../../ui/rows.module.css';
import { TimeText } from '../../../ui/time-text.tsx';

interface WorkOrderFactsProps {
  readonly order: WorkOrderRow;
  readonly isClosed: boolean;
  readonly onChange: () => void;
  readonly onCancel: () => void;
}

/** Who, what, until when, and what it came from. */
export function WorkOrderFacts({ order, isClosed, onChange, onCancel }: WorkOrderFactsProps) {
  const { t } = useTranslation('service');
  return (
    <Card title={t('workOrder.facts')}>
      <KeyValue
        rows={[
          { label: t('workOrder.number'), value: order.number },
          { label: t('instrument'), value: order.instrumentName },
          { label: t('workOrder.fields.kind'), value: t(`workOrder.kind.${order.kind}`) },
          { label: t('workOrder.fields.owner'), value: t(`workOrder.owner.${order.owner}`) },
          { label: t('workOrder.fields.vendor'), value: order.vendor },
          { label: t('workOrder.fields.assignee'), value: order.assignee },
          { label: t('workOrder.fields.dueOn'), value: order.dueOn === null ? '' : formatCivilDay(order.dueOn) },
          { label: t('workOrder.opened'), value: <TimeText at={order.openedAt} look="full" /> },
          ...(order.completedAt === null
            ? []
            : [{ label: t('workOrder.completed'), value: <TimeText at={order.completedAt} look="full" /> }]),
          ...(order.whatWasDone === '' || order.description === ''
            ? []
            : [{ label: t('workOrder.fields.description'), value: order.description }]),
        ]}
      />
      <div className={styles.actions}>
        {order.errorId !== null && (
          <ButtonLink to="/errors/$errorId" params={{ errorId: order.errorId }}>
            {t('workOrder.openError')}
          </ButtonLink>
        )}
        {order.campaignId !== null && <ButtonLink to="/service/campaigns">{t('workOrder.openCampaign')}</ButtonLink>}
        {!isClosed && (
          <>
            <Button onPress={onChange}>{t('workOrder.change')}</Button>
            <Button onPress={onCancel}>{t('workOrder.cancel')}</Button>
          </>
        )}
      </div>
    </Card>
  );
}
