import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSayUnmapped } from '../../../i18n/say-unmapped.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CodeText, WireText } from '../../../ui/code-text.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { EarlierReadings } from './earlier-readings.tsx';
import { MessageValues } from './message-values.tsx';
import styles from './message-view.module.css';
import { OrdersAndLots } from './orders-and-lots.tsx';
import { SettingsTold } from './settings-told.tsx';

/** One message: what it says, the records as sent, and the frames they came in. */
export function MessageView({ messageId }: { readonly messageId: string }) {
  const message = useQuery(useApi().messages.get.queryOptions({ input: { messageId } }));
  return <Loaded query={message}>{(data) => <Detail message={data} />}</Loaded>;
}

function Detail({ message }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const sayUnmapped = useSayUnmapped();
  const top = useRef<HTMLDivElement>(null);
  // On a small window the panel is folded under the list: what was asked for comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every message that is opened
  useEffect(() => top.current?.scrollIntoView?.({ block: 'nearest' }), [message.id]);
  const unmapped = message.signals.filter((signal) => signal.kind === 'unmapped');
  return (
    <>
      <div ref={top} className={styles.top} />
      {message.purpose === 'query' && <Banner tone="info" title={t('detail.queryNote')} />}
      {message.isPartial && !message.isDismissed && <Dismiss messageId={message.id} />}
      <Card title={t('detail.results')} action={<TimeText at={message.receivedAt} look="full" />}>
        <MessageValues message={message} />
        <p className={styles.note}>
          {t('detail.readWith', { key: message.definition.key, version: message.definition.version })},{' '}
          {t(`checksum.${message.checksum}`)}
        </p>
      </Card>
      <OrdersAndLots message={message} />
      <SettingsTold message={message} />
      {unmapped.length > 0 && (
        <Card title={t('detail.unmapped')}>
          <p className={styles.note}>{t('detail.unmappedMore')}</p>
          <ul className={styles.frames}>
            {unmapped.map((signal, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one stored message do not move
              <li key={index}>
                {sayUnmapped(signal.what)}: <CodeText>{signal.raw}</CodeText>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <EarlierReadings message={message} />
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

function Dismiss({ messageId }: { readonly messageId: string }) {
  const { t } = useTranslation('messages');
  const [reason, setReason] = useState('');
  const dismiss = useMutation(useApi().messages.dismissPartial.mutationOptions());
  const canSave = reason.trim() !== '';
  const save = () => dismiss.mutate({ messageId, reason });
  return (
    <Card title={t('detail.partial')} tone="attention">
      <p>{t('detail.partialMore')}</p>
      <OwnForm onSubmit={save} isDisabled={!canSave || dismiss.isPending}>
        <TextField label={t('detail.dismissWhy')} value={reason} onChange={setReason} isRequired maxLength={500} />
        <MutationError mutation={dismiss} />
        <Button isDisabled={!canSave} isPending={dismiss.isPending} onPress={save}>
          {t('detail.dismissSave')}
        </Button>
      </OwnForm>
    </Card>
  );
}
