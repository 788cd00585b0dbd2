import { useEffect, useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import { hasMarkedRow } from '../../../ui/has-marked-row.ts';
import { SearchField } from '../../../ui/text-field.tsx';
import styles from './person-picker.module.css';

export interface PickedPerson {
  readonly personId: string;
  readonly printedName: string;
  readonly initials: string;
  readonly signInName: string;
  readonly hasPin: boolean;
}

interface PersonPickerProps {
  readonly people: readonly PickedPerson[];
  readonly onPick: (person: PickedPerson) => void;
  /** Told what Enter in the field means now, so that a scan that was only fast typing can do the same. */
  readonly enterRef: { current: () => boolean };
  readonly autoFocus?: boolean;
}

/** A few letters and Enter, arrow keys, or a finger on the row. */
export function PersonPicker({ people, onPick, enterRef, autoFocus = true }: PersonPickerProps) {
  const { t } = useTranslation('people');
  const [search, setSearch] = useState('');
  const { contains } = useFilter({ sensitivity: 'base' });
  const fitting = people.filter(({ printedName, signInName, initials }) =>
    contains(`${printedName} ${signInName} ${initials}`, search.trim()),
  );
  const pickFirst = (): boolean => {
    const first = fitting[0];
    if (search.trim() === '' || first === undefined) {
      return false;
    }
    onPick(first);
    return true;
  };
  useEffect(() => {
    enterRef.current = pickFirst;
  });
  return (
    <Autocomplete inputValue={search} onInputChange={setSearch}>
      <SearchField
        label={t('session.pick.search')}
        description={t('session.pick.hint')}
        value={search}
        onChange={setSearch}
        autoFocus={autoFocus}
        onSubmit={() => {
          if (!hasMarkedRow()) {
            pickFirst();
          }
        }}
      />
      <ListBox
        aria-label={t('session.pick.list')}
        className={styles.list ?? ''}
        items={fitting.map((person) => ({ ...person, id: person.personId }))}
        selectionMode="none"
        onAction={(key) => {
          const person = people.find(({ personId }) => personId === key);
          if (person !== undefined) {
            onPick(person);
          }
        }}
        renderEmptyState={() => <p className={styles.none}>{t('session.pick.none')}</p>}
      >
        {(person) => (
          <ListBoxItem textValue={person.printedName} className={styles.person ?? ''}>
            <span>{person.printedName}</span>
            <span className={styles.detail}>{person.signInName}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}
