import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sheet as TaskSheet } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import type { TaskField } from '../../../../shared/modules/maintenance/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DoneElsewhere } from '../parts/done-elsewhere.tsx';
import { DoneWhenFields, doneNow, isWhenComplete, toPerformedWhen } from '../parts/done-when.tsx';
import { entryOf, entryText } from '../parts/entry-text.ts';
import { FieldInput } from '../parts/field-input.tsx';
import { SheetFacts } from '../parts/sheet-facts.tsx';
import { SkipSheet } from '../parts/skip-sheet.tsx';
import { useSheetDraft } from '../parts/use-sheet-draft.ts';

const route = getRouteApi('/sheets/$sheetId');

/** One task in progress: every field is durable when it says so, and becomes a record when the person says "Done". */
export function SheetScreen() {
  const { t } = useTranslation('sheet');
  const { sheetId } = route.useParams();
  const api = useApi();
  // The draft belongs to this screen while it is open: only what others do is read again.
  const sheet = useQuery(api.maintenance.sheets.get.queryOptions({ input: { sheetId }, meta: { topics: [] } }));
  const today = useQuery(api.maintenance.agenda.counts.queryOptions());
  return (
    <Loaded query={sheet} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) => <SheetForm key={sheetId} sheet={data} today={today.data?.today ?? null} />}
    </Loaded>
  );
}

function SheetForm({ sheet, today }: { readonly sheet: TaskSheet; readonly today: string | null }) {
  const { t } = useTranslation('sheet');
  const { t: tTask } = useTranslation('task');
  const api = useApi();
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const needsPassword = useNeedsPassword();
  const { entries, change, flush, savedAt, save } = useSheetDraft(sheet);
  const [when, setWhen] = useState(doneNow);
  const [isExtra, setIsExtra] = useState(sheet.counts.as === 'extra');
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [open, setOpen] = useState<'none' | 'skip' | 'discard'>('none');
  const perform = useMutation(api.maintenance.sheets.perform.mutationOptions());
  const isEmpty = (field: TaskField) => {
    const entry = entryOf(entries, field.key);
    return (entry.value ?? '') === '' && entry.photo === null;
  };
  const isMissing = sheet.fields.some((field) => field.isRequired && isEmpty(field));
  const isSigned = needsPassword(sheet.needsSignature);
  const isReady = today !== null && isWhenComplete(when) && (!isMissing || reason.trim() !== '');

  const done = async () => {
    await flush();
    const input = {
      sheetId: sheet.sheetId,
      ...toPerformedWhen(when, today ?? ''),
      isExtra,
      cannotEvaluateReason: isMissing ? reason.trim() : '',
      note: note.trim(),
    };
    const performed = await signedAct({
      needsSignature: sheet.needsSignature,
      title: t('signTitle', { task: sheet.title, instrument: sheet.instrumentName }),
      lines: [
        { label: t('signDone'), value: formatCivilDay(input.performedOn) },
        ...sheet.fields.map((field) => ({
          label: field.label,
          value: entryText(field, entryOf(entries, field.key), t) || t('signEmpty'),
        })),
        ...(input.note === '' ? [] : [{ label: t('note'), value: input.note }]),
        ...(input.cannotEvaluateReason === '' ? [] : [{ label: t('cannotReason'), value: input.cannotEvaluateReason }]),
        { label: t('signCounts'), value: isExtra ? tTask('countsAs.extra') : tTask(`countsAs.${sheet.counts.as}`) },
      ],
      meaning: 'performed',
      act: (signing) => perform.mutateAsync({ ...input, signing }),
    });
    if (performed !== null) {
      await navigate({ to: '/tasks/$hash', params: { hash: performed.result.hash }, replace: true });
    }
  };

  return (
    <Screen
      title={sheet.title}
      crumbs={[
        { label: t('agenda'), to: '/agenda' },
        { label: sheet.instrumentName, to: `/instruments/${sheet.instrumentId}/maintenance` },
      ]}
      actions={{
        state: (
          <RecordMark
            place="draft"
            detail={save.isPending ? t('saving') : t('saved', { at: formatTimeOfDay(savedAt, 'seconds') })}
          />
        ),
        secondary: [
          { label: t('discard'), onPress: () => setOpen('discard'), look: 'quiet' },
          { label: t('skip'), onPress: () => setOpen('skip') },
        ],
        primary: {
          label: isSigned ? t('performSign') : t('perform'),
          isDisabled: !isReady,
          isPending: perform.isPending,
          // What it refuses stands on the screen through the mutation.
          onPress: () => void done().catch(() => undefined),
        },
      }}
      side={<SheetFacts sheet={sheet} />}
    >
      <DoneElsewhere planId={sheet.planId} occurrence={sheet.occurrence} />
      {sheet.rivals.length > 0 && (
        <Banner
          tone="attention"
          title={t('rivals', {
            count: sheet.rivals.length,
            who: sheet.rivals.map(({ openedBy }) => openedBy).join(', '),
          })}
        >
          <p>{t('rivalsMore')}</p>
        </Banner>
      )}
      <Card title={t('fields')}>
        {sheet.fields.length === 0 && <p>{t('noFields')}</p>}
        {sheet.fields.map((field, index) => (
          <FieldInput
            key={field.key}
            instrumentId={sheet.instrumentId}
            field={field}
            entry={entryOf(entries, field.key)}
            onChange={change}
            autoFocus={index === 0}
          />
        ))}
        <TextField label={t('note')} value={note} onChange={setNote} maxLength={2000} />
        {isMissing && sheet.fields.some((field) => !isEmpty(field)) && (
          <TextField
            label={t('cannotReason')}
            description={t('cannotReasonHint')}
            value={reason}
            onChange={setReason}
            maxLength={500}
          />
        )}
      </Card>
      <Card>
        <DoneWhenFields value={when} onChange={setWhen} />
        <ChoiceField
          label={t('extra')}
          value={isExtra ? 'extra' : 'count'}
          onChange={(value) => setIsExtra(value === 'extra')}
          choices={[
            { value: 'count', label: t('countIt'), isDisabled: sheet.counts.as === 'extra' },
            { value: 'extra', label: t('extraIt') },
          ]}
        />
      </Card>
      <MutationError mutation={save} />
      {!isSigned && <MutationError mutation={perform} />}
      {open === 'skip' && (
        <SkipSheet
          planId={sheet.planId}
          occurrence={sheet.occurrence}
          onClose={() => setOpen('none')}
          onSkipped={() => void navigate({ to: '/agenda' })}
        />
      )}
      {open === 'discard' && <DiscardSheet sheetId={sheet.sheetId} onClose={() => setOpen('none')} />}
    </Screen>
  );
}

function DiscardSheet({ sheetId, onClose }: { readonly sheetId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('sheet');
  const navigate = useNavigate();
  const discard = useMutation(
    useApi().maintenance.sheets.discard.mutationOptions({ onSuccess: () => void navigate({ to: '/agenda' }) }),
  );
  return (
    <Sheet
      title={t('discardTitle')}
      isOpen
      onOpenChange={onClose}
      place="middle"
      actions={
        <Button look="primary" isPending={discard.isPending} onPress={() => discard.mutate({ sheetId })} autoFocus>
          {t('discardSave')}
        </Button>
      }
    >
      <p>{t('discardMore')}</p>
      <MutationError mutation={discard} />
    </Sheet>
  );
}
