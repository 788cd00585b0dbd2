import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChooseFile } from '../../../ui/choose-file.tsx';
import { MutationError } from '../../../ui/loaded.tsx';

/** Another bench's signed word of what it holds: only that makes a carried record one in two places. */
export function ReceiptCard() {
  const { t } = useTranslation('bundles');
  const read = useMutation(useApi().sync.bundles.readReceipt.mutationOptions());
  return (
    <Card title={t('receipt.title')}>
      <p>{t('receipt.what')}</p>
      <div>
        <ChooseFile label={t('receipt.choose')} isPending={read.isPending} onRead={(bytes) => read.mutate({ bytes })} />
      </div>
      <MutationError mutation={read} />
      {read.data !== undefined && (
        <Banner tone="good" title={t('receipt.done', { label: read.data.label, count: read.data.ackedCount })} />
      )}
      {read.data !== undefined && read.data.contradicted.length > 0 && (
        <Banner tone="stop" isUrgent title={t('receipt.contradicted', { count: read.data.contradicted.length })} />
      )}
    </Card>
  );
}
