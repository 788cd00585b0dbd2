import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { squeezeCode } from '../../../../shared/instruments/error-book.ts';
import { type Severity, severity } from '../../../../shared/instruments/signals.ts';
import { closeErrorEntry, type ErrorEntryStart } from '../../../app/overlays.ts';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { BookEntryView } from './book-entry-view.tsx';
import styles from './book-search.module.css';

/** Enter an error code by hand or scanner, over any screen: it is treated just as one from the line. */
export function ErrorEntrySheet({ start }: { readonly start: ErrorEntryStart }) {
  const { t } = useTranslation('errors');
  const cards = useCards();
  const api = useApi();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string | null>(start.instrumentId);
  const [code, setCode] = useState(start.code);
  const [text, setText] = useState('');
  const [level, setLevel] = useState<Severity | 'book'>('book');
  // A suggestion that is taken goes away; the code's field has the focus then, so that Enter goes on.
  const [takenCount, setTakenCount] = useState(0);
  const take = (suggested: string) => {
    setCode(suggested);
    setTakenCount(takenCount + 1);
  };
  // With one instrument on the bench there is nothing to choose.
  const only = cards.data?.length === 1 ? cards.data[0] : undefined;
  const card = cards.data?.find((candidate) => candidate.id === chosen) ?? only;
  // A scanned code is there already; what is missing then is whose it is.
  const mustChoose = start.code !== '' && card === undefined && (cards.data?.length ?? 0) > 0;
  const trimmed = code.trim();
  // What the screen says is looked up too, where there is no code yet.
  const search = trimmed === '' ? text.trim() : trimmed;
  const book = useQuery(
    api.errors.searchBooks.queryOptions({
      input: { search, definitionKey: card?.definitionKey ?? null, limit: 5 },
      enabled: search !== '' && card !== undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const entry = book.data?.find((candidate) => squeezeCode(candidate.code) === squeezeCode(trimmed));
  const alike = entry === undefined && search !== '' ? (book.data ?? []) : [];
  const enter = useMutation(
    api.errors.enter.mutationOptions({
      onSuccess: ({ errorId }) => {
        closeErrorEntry();
        void navigate({ to: '/errors/$errorId', params: { errorId } });
      },
    }),
  );
  const canSave = card !== undefined && trimmed !== '' && !enter.isPending;
  const save = () => {
    if (canSave) {
      enter.mutate({
        instrumentId: card.id,
        code: entry?.code ?? trimmed,
        text,
        origin: start.origin,
        severity: level === 'book' ? null : level,
      });
    }
  };
  return (
    <Sheet
      title={t('entry.title')}
      isOpen
      onOpenChange={closeErrorEntry}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button look="primary" isDisabled={!canSave} isPending={enter.isPending} onPress={save} hint="Enter">
          {t('entry.save')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        style={{ display: 'contents' }}
      >
        <Loaded query={cards}>
          {(list) =>
            list.length === 0 ? (
              <p>{t('entry.none')}</p>
            ) : (
              <SelectField
                label={t('entry.instrument')}
                placeholder={t('entry.choose')}
                autoFocus={mustChoose}
                value={card?.id ?? null}
                onChange={setChosen}
                options={list.map((candidate) => ({
                  value: candidate.id,
                  label: candidate.name,
                  detail: `${candidate.model} ${candidate.serialNumber}`,
                }))}
              />
            )
          }
        </Loaded>
        <TextField
          key={takenCount}
          label={t('entry.code')}
          description={t('entry.codeHint')}
          value={code}
          onChange={setCode}
          isMono
          isRequired
          autoFocus={!mustChoose || takenCount > 0}
          maxLength={60}
        />
        <TextField label={t('entry.text')} value={text} onChange={setText} maxLength={400} />
        <SelectField
          label={t('entry.severity')}
          value={level}
          onChange={setLevel}
          options={[
            { value: 'book' as const, label: t('entry.severityFromBook') },
            ...severity.options.map((value) => ({ value, label: t(`severity.${value}`) })),
          ]}
        />
        {/* A form is submitted by Enter only when it holds a submit button. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
      {trimmed !== '' && card !== undefined && book.data !== undefined && entry === undefined && (
        <p>{t('entry.notInBook')}</p>
      )}
      {alike.length > 0 && (
        <section aria-label={t('entry.alike')} className={styles.alike}>
          <h3>{t('entry.alike')}</h3>
          {alike.map((candidate) => (
            <Button key={`${candidate.definitionKey} ${candidate.code}`} onPress={() => take(candidate.code)}>
              {t('entry.take', { code: candidate.code, title: candidate.title })}
            </Button>
          ))}
        </section>
      )}
      {entry !== undefined && (
        <section aria-label={t('entry.inBook')}>
          <BookEntryView entry={entry} />
        </section>
      )}
      <MutationError mutation={enter} />
    </Sheet>
  );
}
