import { memo, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageFilter } from '../../../../shared/modules/messages/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { formatCount } from '../../../i18n/time.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SearchField } from '../../../ui/text-field.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import { MessageLine } from '../parts/message-line.tsx';
import { MessageView } from '../parts/message-view.tsx';
import { allMessagesOf, type Filter } from '../parts/page-options.ts';
import { useMessagePages } from '../parts/pages.ts';
import styles from './messages-screen.module.css';

const ROW_REM = 4;

type Only = Filter['only'];

/** Every message of one instrument, decoded; a list that scrolls over hundreds of thousands of them. */
export function MessagesScreen() {
  const { t } = useTranslation('messages');
  const { id, title, crumbs } = useInstrument();
  const [text, setText] = useState('');
  const [only, setOnly] = useState<Only>('all');
  const [chosen, setChosen] = useState<string | null>(null);
  const search = useDeferredValue(text.trim());
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      layout="fill"
      side={chosen === null ? <p>{t('detail.choose')}</p> : <MessageView messageId={chosen} />}
    >
      <Filters text={text} onText={setText} only={only} onOnly={setOnly} />
      <MessageList instrumentId={id} search={search} only={only} chosen={chosen} onOpen={setChosen} />
    </Screen>
  );
}

interface FiltersProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly only: Only;
  readonly onOnly: (only: Only) => void;
}

/**
 * Apart from the list: its fields cost as much to draw as all rows in view, and rows come and go. On arrival they are drawn
 * right after the rows have been painted, in a place that is kept for them.
 */
const Filters = memo(function Filters({ text, onText, only, onOnly }: FiltersProps) {
  const { t } = useTranslation('messages');
  const isRowsTurnOver = useDeferredValue(true, false);
  return (
    <div className={styles.filters}>
      {isRowsTurnOver && (
        <>
          <SearchField label={t('search')} value={text} onChange={onText} placeholder={t('searchHint')} isMono />
          <SelectField
            label={t('only')}
            value={only}
            onChange={onOnly}
            options={messageFilter.shape.only.options.map((value) => ({ value, label: t(`onlyLabels.${value}`) }))}
          />
        </>
      )}
    </div>
  );
});

interface MessageListProps {
  readonly instrumentId: string;
  readonly search: string;
  readonly only: Only;
  readonly chosen: string | null;
  readonly onOpen: (messageId: string) => void;
}

const MessageList = memo(function MessageList({ instrumentId, search, only, chosen, onOpen }: MessageListProps) {
  const { t } = useTranslation('messages');
  const { count, rowAt, onRange } = useMessagePages({ ...allMessagesOf(instrumentId), search, only });
  return (
    <Loaded query={count}>
      {({ count: rows }) =>
        rows === 0 ? (
          <EmptyState title={only === 'all' && search === '' ? t('emptyAll') : t('empty')}>
            {only === 'all' && search === '' && <p>{t('emptyAllMore')}</p>}
          </EmptyState>
        ) : (
          <>
            <p className={styles.count}>{t('count', { count: rows, shown: formatCount(rows) })}</p>
            <VirtualList
              label={t('list')}
              count={rows}
              rowHeightRem={ROW_REM}
              rowKey={(index) => rowAt(index)?.id ?? index}
              onRange={onRange}
              renderRow={(index) => (
                <MessageLine row={rowAt(index)} isChosen={rowAt(index)?.id === chosen} onOpen={onOpen} />
              )}
            />
          </>
        )
      }
    </Loaded>
  );
});
