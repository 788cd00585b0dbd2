import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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
  const [isEnterWaiting, setEnterWaiting] = useState(false);
  const { contains } = useFilter({ sensitivity: 'base' });
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  const fits = (definition: DefinitionSummary) => {
    // Another wire format of a model is chosen with its port, in one sentence.
    if (definition.dialectOf !== null) return false;
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
  const all = definitions.data;
  // Fast hands type and press Enter before the list is there: it is carried out when it comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the coming of the list matters
  useEffect(() => {
    if (isEnterWaiting && all !== undefined) {
      setEnterWaiting(false);
      chooseFirst(all.filter(fits));
    }
  }, [isEnterWaiting, all]);
  return (
    <Autocomplete inputValue={search} onInputChange={setSearch}>
      <SearchField
        label={t('model.search')}
        value={search}
        onChange={setSearch}
        autoFocus
        onSubmit={() => (all === undefined ? setEnterWaiting(true) : chooseFirst(all.filter(fits)))}
      />
      <Loaded query={definitions}>
        {(loaded) => (
          <ListBox
            aria-label={t('model.list')}
            className={styles.models ?? ''}
            items={loaded.filter(fits).map((definition) => ({ ...definition, id: definition.key }))}
            selectionMode="none"
            onAction={(key) => {
              const definition = loaded.find((candidate) => candidate.key === key);
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
        )}
      </Loaded>
    </Autocomplete>
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
