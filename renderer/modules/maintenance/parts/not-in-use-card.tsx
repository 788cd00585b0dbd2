import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { civilDayOf, formatCivilDay, isCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** When the instrument is not in use: said by a person, with the days before on record. */
export function NotInUseCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('plan');
  const spans = useQuery(useApi().maintenance.notInUse.list.queryOptions({ input: { instrumentId } }));
  const [isOpen, setIsOpen] = useState(false);
  const current = spans.data?.find(({ toOn }) => toOn === null);
  return (
    <Card
      title={t('notInUse')}
      action={
        <Button onPress={() => setIsOpen(true)}>
          {current === undefined ? t('notInUseDeclare') : t('notInUseEnd')}
        </Button>
      }
    >
      <Loaded query={spans}>
        {(rows) => (
          <ul>
            {rows.map(({ spanId, fromOn, toOn, reason, declaredBy, isBackdated }) => (
              <li key={spanId}>
                {toOn === null
                  ? t('notInUseSince', { from: formatCivilDay(fromOn), reason, by: declaredBy })
                  : t('notInUseSpan', {
                      from: formatCivilDay(fromOn),
                      to: formatCivilDay(toOn),
                      reason,
                      by: declaredBy,
                    })}
                {isBackdated && `, ${t('notInUseBackdated')}`}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isOpen && (
        <NotInUseSheet instrumentId={instrumentId} spanId={current?.spanId ?? null} onClose={() => setIsOpen(false)} />
      )}
    </Card>
  );
}

interface NotInUseSheetProps {
  readonly instrumentId: string;
  /** The span that is ended; null declares a new one. */
  readonly spanId: string | null;
  readonly onClose: () => void;
}

function NotInUseSheet({ instrumentId, spanId, onClose }: NotInUseSheetProps) {
  const { t } = useTranslation('plan');
  const api = useApi();
  const [on, setOn] = useState(() => civilDayOf(new Date()));
  const [reason, setReason] = useState('');
  const declare = useMutation(api.maintenance.notInUse.declare.mutationOptions({ onSuccess: onClose }));
  const end = useMutation(api.maintenance.notInUse.end.mutationOptions({ onSuccess: onClose }));
  const isEnd = spanId !== null;
  return (
    <Sheet
      title={t('notInUseTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={!isCivilDay(on) || (!isEnd && reason.trim() === '')}
          isPending={declare.isPending || end.isPending}
          onPress={() =>
            isEnd
              ? end.mutate({ instrumentId, spanId, toOn: on, note: reason })
              : declare.mutate({ instrumentId, fromOn: on, reason })
          }
        >
          {isEnd ? t('notInUseEnd') : t('notInUseDeclare')}
        </Button>
      }
    >
      <p>{t('notInUseMore')}</p>
      <TextField
        label={isEnd ? t('notInUseTo') : t('notInUseFrom')}
        description={t('dayHint')}
        value={on}
        onChange={(text) => setOn(text.trim())}
        error={isCivilDay(on) ? undefined : t('dayHint')}
        isMono
        autoFocus
      />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired={!isEnd} maxLength={500} />
      <MutationError mutation={declare} />
      <MutationError mutation={end} />
    </Sheet>
  );
}
