import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import { BookEntryView } from './book-entry-view.tsx';
import styles from './book-search.module.css';

/** Looks a code, a word or a model up in every code book; nothing leaves this machine. */
export function BookSearch() {
  const { t } = useTranslation('errors');
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const api = useApi();
  const found = useQuery(
    api.errors.searchBooks.queryOptions({
      input: { search, definitionKey: null, limit: 20 },
      enabled: search !== '',
      placeholderData: keepPreviousData,
    }),
  );
  const books = useQuery(api.errors.books.queryOptions());
  return (
    <Card title={t('list.books')}>
      <SearchField label={t('list.search')} value={text} onChange={setText} description={t('list.searchHint')} isMono />
      {search === '' ? (
        <Loaded query={books}>
          {(list) => (
            <ul className={styles.books}>
              {list.map((book) => (
                <li key={book.definitionKey}>
                  <strong>
                    {book.maker} {book.model}
                  </strong>
                  : {book.entryCount === 0 ? t('list.bookEmpty') : t('list.book', { count: book.entryCount })}{' '}
                  {book.note}
                </li>
              ))}
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
                    <BookEntryView entry={entry} isShort />
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
