import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Collection } from 'react-aria-components/Collection';
import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import { useCards } from '../data/data-layer.tsx';
import { hasMarkedRow } from '../ui/has-marked-row.ts';
import { Sheet } from '../ui/sheet.tsx';
import { SearchField } from '../ui/text-field.tsx';
import styles from './command-palette.module.css';
import { type Command, useCommandState } from './commands.ts';
import { useFrameState } from './frame-state.ts';
import { useGlobalCommands } from './global-commands.ts';

interface Group {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Command[];
}

/** Ctrl+K: every place, instrument and command by a few letters. */
export function CommandPalette() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const close = () => useFrameState.getState().setPaletteOpen(false);
  const { contains } = useFilter({ sensitivity: 'base' });
  const [search, setSearch] = useState('');
  const cards = useCards();
  const { go, act } = useGlobalCommands();
  const ofScreens = useCommandState((state) => state.bySource);
  const instruments = (cards.data ?? []).map(
    (card): Command => ({
      id: `instrument ${card.id}`,
      label: card.name,
      detail: [card.maker, card.model, card.serialNumber].filter(Boolean).join(' · '),
      run: () => void router.navigate({ to: '/instruments/$id/now', params: { id: card.id } }),
    }),
  );
  const all: readonly Group[] = [
    { id: 'go', title: t('palette.groupGo'), commands: go },
    { id: 'instruments', title: t('palette.groupInstruments'), commands: instruments },
    { id: 'do', title: t('palette.groupDo'), commands: [...[...ofScreens.values()].flat(), ...act] },
  ];
  const groups = all
    .map((group) => ({
      ...group,
      commands: group.commands.filter((command) => contains(`${command.label} ${command.detail ?? ''}`, search)),
    }))
    .filter((group) => group.commands.length > 0);
  const run = (id: string) => {
    const command = all.flatMap((group) => group.commands).find((candidate) => candidate.id === id);
    close();
    command?.run();
  };
  return (
    <Sheet title={t('palette.title')} isOpen onOpenChange={close} place="middle">
      <Autocomplete inputValue={search} onInputChange={setSearch}>
        <SearchField
          label={t('palette.placeholder')}
          value={search}
          onChange={setSearch}
          autoFocus
          onSubmit={() => {
            const first = groups[0]?.commands[0];
            // Enter right after the last letter, before the list has moved its mark to the first row.
            if (search.trim() !== '' && first !== undefined && !hasMarkedRow()) {
              run(first.id);
            }
          }}
        />
        <ListBox
          aria-label={t('palette.title')}
          className={styles.list ?? ''}
          items={groups}
          selectionMode="none"
          onAction={(key) => run(String(key))}
          renderEmptyState={() => <p className={styles.none}>{t('palette.none')}</p>}
        >
          {(group) => (
            <ListBoxSection id={group.id}>
              <Header className={styles.group ?? ''}>{group.title}</Header>
              <Collection items={group.commands}>
                {(command) => (
                  <ListBoxItem id={command.id} textValue={command.label} className={styles.item ?? ''}>
                    {/* Plain spans: the option is called by all that is to be seen on it. */}
                    <span>{command.label}</span>
                    {command.detail !== undefined && <span className={styles.detail}>{command.detail}</span>}
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </Autocomplete>
    </Sheet>
  );
}
