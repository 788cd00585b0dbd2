import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CodeText, WireText } from '../../../ui/code-text.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './message-view.module.css';

/** One message: what it says, the records as sent, and the frames they came in. */
export function MessageView({ messageId }: { readonly messageId: string }) {
  const message = useQuery(useApi().messages.get.queryOptions({ input: { messageId } }));
  return <Loaded query={message}>{(data) => <Detail message={data} />}</Loaded>;
}

function Detail({ message }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const top = useRef<HTMLDivElement>(null);
  // On a small window the panel is folded under the list: what was asked for comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every message that is opened
  useEffect(() => top.current?.scrollIntoView?.({ block: 'nearest' }), [message.id]);
  const values = message.signals.filter(hasValue);
  return (
    <>
      <div ref={top} className={styles.top} />
      {message.purpose === 'query' && <Banner tone="info" title={t('detail.queryNote')} />}
      {message.isPartial && !message.isDismissed && <Dismiss messageId={message.id} />}
      <Card title={t('detail.results')} action={<TimeText at={message.receivedAt} look="full" />}>
        <DataTable
          caption={t('detail.results')}
          rows={values.map((signal, index) => ({ signal, index }))}
          rowKey={({ index }) => String(index)}
          empty={<p>{t('detail.empty')}</p>}
          columns={[
            { key: 'test', title: t('detail.columns.test'), kind: 'code', cell: ({ signal }) => signal.test },
            { key: 'value', title: t('detail.columns.value'), kind: 'number', cell: ({ signal }) => signal.rawValue },
            { key: 'unit', title: t('detail.columns.unit'), cell: ({ signal }) => signal.unit },
            { key: 'flags', title: t('detail.columns.flags'), cell: ({ signal }) => signal.flags.join(' ') },
            { key: 'meaning', title: t('detail.columns.meaning'), cell: ({ signal }) => signal.meaning },
          ]}
        />
        <p className={styles.note}>
          {t('detail.readWith', { key: message.definition.key, version: message.definition.version })},{' '}
          {t(`checksum.${message.checksum}`)}
        </p>
      </Card>
      <Card title={t('detail.records')}>
        <CodeText look="block" label={t('detail.records')}>
          {message.records.join('\n')}
        </CodeText>
      </Card>
      <Card title={t('detail.frames')}>
        <ol className={styles.frames}>
          {message.frames.map((frame) => (
            <li key={frame.id}>
              <TimeText at={frame.at} look="time" /> <WireText text={frame.text} />
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

type ValueSignal = Extract<Signal, { rawValue: string }>;

const hasValue = (signal: Signal): signal is ValueSignal => 'rawValue' in signal;

function Dismiss({ messageId }: { readonly messageId: string }) {
  const { t } = useTranslation('messages');
  const [reason, setReason] = useState('');
  const dismiss = useMutation(useApi().messages.dismissPartial.mutationOptions());
  return (
    <Card title={t('row.partial')} tone="attention">
      <TextField label={t('detail.dismissWhy')} value={reason} onChange={setReason} maxLength={500} />
      <MutationError mutation={dismiss} />
      <Button
        isDisabled={reason.trim() === ''}
        isPending={dismiss.isPending}
        onPress={() => dismiss.mutate({ messageId, reason })}
      >
        {t('detail.dismissSave')}
      </Button>
    </Card>
  );
}
