import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { namesOfKey } from '../../../../shared/modules/microscopy/rules-keys.ts';
import { objectiveKeyOf } from '../../../../shared/modules/microscopy/rules-records.ts';
import { type ClassTerms, keyName, mostClasses } from '../../../../shared/modules/microscopy/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../parts/microscopy.module.css';

/** The lab's cell classes, what counts and what is noted beside, and the keys and pedals of each. */
export function ClassesScreen() {
  const { t } = useTranslation('microscopy');
  const terms = useQuery(useApi().microscopy.classes.get.queryOptions());
  return (
    <Loaded query={terms} waiting={<Screen title={t('classes.title')}>{null}</Screen>}>
      {({ isDefault, hasConflict, ...held }) => (
        <ClassesForm key={JSON.stringify(held)} terms={held} isDefault={isDefault} hasConflict={hasConflict} />
      )}
    </Loaded>
  );
}

interface ClassesFormProps {
  readonly terms: ClassTerms;
  readonly isDefault: boolean;
  readonly hasConflict: boolean;
}

interface DraftClass {
  /** Of the row on this page; a new class gets its record key from its name when it is saved. */
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly short: string;
  readonly isCounted: boolean;
  readonly keys: string;
}

const mostKeys = 4;
const keysOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => (name.length === 1 ? name.toUpperCase() : name));
const badKeys = (text: string): string[] => keysOf(text).filter((name) => !keyName.safeParse(name).success);
const isKeysSound = (text: string): boolean => badKeys(text).length === 0 && keysOf(text).length <= mostKeys;

function ClassesForm({ terms, isDefault, hasConflict }: ClassesFormProps) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const [rows, setRows] = useState<readonly DraftClass[]>(() =>
    terms.classes.map((one) => ({ ...one, id: one.key, keys: one.keys.join(' ') })),
  );
  const [undoKeys, setUndoKeys] = useState(terms.undoKeys.join(' '));
  const [reason, setReason] = useState('');
  const save = useMutation(
    useApi().microscopy.classes.set.mutationOptions({ onSuccess: () => void navigate({ to: '/cell-classes' }) }),
  );
  const set = (id: string, more: Partial<DraftClass>) =>
    setRows((before) => before.map((row) => (row.id === id ? { ...row, ...more } : row)));
  const isReady =
    reason.trim() !== '' &&
    isKeysSound(undoKeys) &&
    rows.every(({ name, short, keys }) => name.trim() !== '' && short.trim() !== '' && isKeysSound(keys));
  const submit = () => {
    const taken = new Set(rows.flatMap(({ key }) => key ?? []));
    const classes = rows.map(({ key, name, short, isCounted, keys }) => {
      const given = key ?? freeKey(name, taken);
      taken.add(given);
      return { key: given, name: name.trim(), short: short.trim(), isCounted, keys: keysOf(keys) };
    });
    save.mutate({ terms: { classes, undoKeys: keysOf(undoKeys) }, reason: reason.trim() });
  };
  return (
    <Screen
      title={t('classes.title')}
      actions={{
        state: <RecordMark place={isDefault ? 'draft' : 'saved-here'} />,
        secondary:
          rows.length >= mostClasses
            ? []
            : [
                {
                  label: t('classes.add'),
                  onPress: () => setRows([...rows, { ...newClass, id: crypto.randomUUID() }]),
                },
              ],
        primary: { label: t('classes.save'), isDisabled: !isReady, isPending: save.isPending, onPress: submit },
      }}
      side={
        <Card title={t('classes.tryKey')}>
          <TryKey />
        </Card>
      }
    >
      {hasConflict && <Banner tone="attention" title={t('classes.conflict')} />}
      {isDefault && <Banner tone="info" title={t('classes.isDefault')} />}
      <Card>
        <p>{t('classes.keysMore')}</p>
        {rows.map((row, index) => (
          <fieldset key={row.id} className={styles.fieldset}>
            <legend>{row.name || t('classes.class', { number: index + 1 })}</legend>
            <div className={styles.pair}>
              <TextField
                label={t('classes.name')}
                value={row.name}
                onChange={(name) => set(row.id, { name })}
                isRequired
                maxLength={60}
              />
              <TextField
                label={t('classes.short')}
                value={row.short}
                onChange={(short) => set(row.id, { short })}
                isRequired
                maxLength={8}
              />
              <KeysField label={t('classes.keys')} value={row.keys} onChange={(keys) => set(row.id, { keys })} />
              <ChoiceField
                label={t('classes.kind')}
                layout="row"
                value={row.isCounted ? 'counted' : 'beside'}
                onChange={(kind) => set(row.id, { isCounted: kind === 'counted' })}
                choices={[
                  { value: 'counted', label: t('classes.counted') },
                  { value: 'beside', label: t('classes.beside') },
                ]}
              />
            </div>
            {rows.length > 2 && (
              <Button look="quiet" onPress={() => setRows(rows.filter(({ id }) => id !== row.id))}>
                {t('classes.remove', { name: row.name || t('classes.class', { number: index + 1 }) })}
              </Button>
            )}
          </fieldset>
        ))}
      </Card>
      <Card>
        <KeysField label={t('classes.undoKeys')} value={undoKeys} onChange={setUndoKeys} />
        <TextField label={t('classes.saveWhy')} value={reason} onChange={setReason} isRequired maxLength={500} />
        <p>{t('classes.kept')}</p>
        <MutationError mutation={save} />
      </Card>
    </Screen>
  );
}

const newClass: Omit<DraftClass, 'id'> = { key: null, name: '', short: '', isCounted: true, keys: '' };

/** A record key made of the name, with a number where another class has it. */
function freeKey(name: string, taken: ReadonlySet<string>): string {
  const made =
    objectiveKeyOf(name)
      .replace(/[^a-z0-9-]/g, '')
      .replace(/^[^a-z]+/, '')
      .slice(0, 36) || 'class';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? made : `${made}-${number}`;
    if (!taken.has(key)) return key;
  }
}

interface KeysFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function KeysField(props: KeysFieldProps) {
  const { t } = useTranslation('microscopy');
  const wrong = badKeys(props.value);
  return (
    <TextField
      {...props}
      isMono
      maxLength={60}
      error={wrong.length > 0 ? t('classes.badKeys', { keys: wrong.join(' ') }) : undefined}
    />
  );
}

/** Names what is pressed, so that a pedal's key can be written above. */
function TryKey() {
  const { t } = useTranslation('microscopy');
  const [names, setNames] = useState<readonly string[] | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = input.current;
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Tab') setNames(namesOfKey(event));
    };
    field?.addEventListener('keydown', press);
    return () => field?.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <TextField label={t('classes.tryKey')} value="" onChange={() => undefined} inputRef={input} />
      <p role="status">
        {names !== null &&
          (names.length === 0 ? t('classes.tryKeyNone') : t('classes.tryKeyIs', { names: names.join(', ') }))}
      </p>
    </>
  );
}
