import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import type { DefinitionSummary } from '../../../../shared/modules/instruments/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { hasMarkedRow } from '../../../ui/has-marked-row.ts';
import { Loaded } from '../../../ui/loaded.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import styles from './add-steps.module.css';

interface AddModelStepProps {
  readonly chosen: DefinitionSummary | null;
  readonly onChoose: (definition: DefinitionSummary) => void;
}

/** Step 1: type a few letters, arrow down, Enter. Choosing goes on to the port. */
export function AddModelStep({ chosen, onChoose }: AddModelStepProps) {
  const { t } = useTranslation('addInstrument');
  const [search, setSearch] = useState('');
  const { contains } = useFilter({ sensitivity: 'base' });
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  const fits = (definition: DefinitionSummary) => {
    const text = [definition.maker, definition.model, definition.key, ...definition.searchWords].join(' ');
    return search
      .split(/\s+/)
      .filter(Boolean)
      .every((word) => contains(text, word));
  };
  // Enter right after the last letter, before the list has moved its mark to the first row.
  const chooseFirst = (fitting: readonly DefinitionSummary[]) => {
    const first = fitting[0];
    if (search.trim() !== '' && first !== undefined && !hasMarkedRow()) {
      onChoose(first);
    }
  };
  return (
    <Loaded query={definitions}>
      {(all) => (
        <Autocomplete inputValue={search} onInputChange={setSearch}>
          <SearchField
            label={t('model.search')}
            value={search}
            onChange={setSearch}
            autoFocus
            onSubmit={() => chooseFirst(all.filter(fits))}
          />
          <ListBox
            aria-label={t('model.list')}
            className={styles.models ?? ''}
            items={all.filter(fits).map((definition) => ({ ...definition, id: definition.key }))}
            selectionMode="none"
            onAction={(key) => {
              const definition = all.find((candidate) => candidate.key === key);
              if (definition !== undefined) {
                onChoose(definition);
              }
            }}
            renderEmptyState={() => <p className={styles.none}>{t('model.none')}</p>}
          >
            {(definition) => (
              <ListBoxItem
                textValue={`${definition.maker} ${definition.model}`}
                className={styles.model ?? ''}
                data-chosen={definition.key === chosen?.key ? 'true' : undefined}
              >
                {/* Plain spans: the option is called by all that is to be seen on it. */}
                <span className={styles.modelName}>
                  {definition.maker} {definition.model}
                </span>
                <span className={styles.detail}>{describe(definition)}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Autocomplete>
      )}
    </Loaded>
  );

  function describe(definition: DefinitionSummary): string {
    return [
      definition.instrumentClass,
      definition.origin === 'lab' && t('model.labOwn'),
      definition.conversation === 'polled' && t('model.polled'),
      definition.conversation === 'none' && t('model.noConversation'),
      definition.errorBookIsEmpty && t('model.bookEmpty'),
    ]
      .filter(Boolean)
      .join(' · ');
  }
}
