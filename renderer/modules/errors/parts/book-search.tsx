import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import { BookEntryView } from './book-entry-view.tsx';
import styles from './book-search.module.css';

interface BookSearchProps {
  /** The definition of the instrument whose page this is: its book is searched until all are asked for. */
  readonly definitionKey?: string;
}

/** Looks a code, a word, a model or what a screen shows up in the code books; nothing leaves this machine. */
export function BookSearch({ definitionKey: own }: BookSearchProps) {
  const { t } = useTranslation('errors');
  const [text, setText] = useState('');
  const [where, setWhere] = useState<'this' | 'all'>(own === undefined ? 'all' : 'this');
  const definitionKey = where === 'all' ? null : (own ?? null);
  const search = useDeferredValue(text.trim());
  const api = useApi();
  const found = useQuery(
    api.errors.searchBooks.queryOptions({
      input: { search, definitionKey, limit: 20 },
      enabled: search !== '',
      placeholderData: keepPreviousData,
    }),
  );
  const books = useQuery(api.errors.books.queryOptions());
  return (
    <Card title={t('list.books')}>
      {own !== undefined && (
        <ChoiceField
          label={t('list.where')}
          isLabelHidden
          layout="row"
          value={where}
          onChange={setWhere}
          choices={[
            { value: 'this', label: t('list.thisBook') },
            { value: 'all', label: t('list.allBooks') },
          ]}
        />
      )}
      <SearchField label={t('list.search')} value={text} onChange={setText} description={t('list.searchHint')} isMono />
      {search === '' ? (
        <Loaded query={books}>
          {(list) => (
            <ul className={styles.books}>
              {(definitionKey === null ? list : list.filter((book) => book.definitionKey === definitionKey)).map(
                (book) => (
                  <li key={book.definitionKey}>
                    <strong>
                      {book.maker} {book.model}
                    </strong>
                    : {book.entryCount === 0 ? t('list.bookEmpty') : t('list.book', { count: book.entryCount })}{' '}
                    {book.note}
                  </li>
                ),
              )}
            </ul>
          )}
        </Loaded>
      ) : (
        <Loaded query={found}>
          {(entries) =>
            entries.length === 0 ? (
              <p>{t('list.nothingFound')}</p>
            ) : (
              <ul className={styles.entries}>
                {entries.map((entry) => (
                  <li key={`${entry.definitionKey} ${entry.code} ${entry.origin}`}>
                    <BookEntryView entry={entry} isShort isNamed={definitionKey === null} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </Card>
  );
}
