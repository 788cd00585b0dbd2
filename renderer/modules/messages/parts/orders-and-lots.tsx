import { useTranslation } from 'react-i18next';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import type { MessageDetail } from '../../../../shared/modules/messages/contract.ts';
import { Card } from '../../../ui/card.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import styles from './message-view.module.css';

type Order = Extract<Signal, { kind: 'order' }>;

/** What was ordered or is asked for, and by which lots and curves it was measured; nothing where the message says neither. */
export function OrdersAndLots({ message: { signals, terms } }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const orders = signals.filter((signal) => signal.kind === 'order');
  const lots = signals.filter((signal) => signal.kind === 'lot');
  const meaningOf = (kind: string, code: string) =>
    terms.find((term) => term.kind === kind && term.code === code)?.means ?? '';
  const placeOf = ({ rack, tube }: Order) =>
    rack === '' && tube === '' ? '' : t('detail.order.place', { rack: rack || '?', tube: tube || '?' });
  const describe = (order: Order): string[] => {
    const { purpose, readBy, action, tests, profiles } = order;
    const said = meaningOf('inquiry', `${purpose === 'inquiry' ? 'Q.13' : 'O.12'} ${action}`);
    return [
      t(`detail.order.${purpose}`),
      placeOf(order),
      readBy === ''
        ? ''
        : t('detail.order.readBy', { letter: readBy, means: meaningOf('id-read-by', readBy) || readBy }),
      said,
      tests.length === 0 ? '' : t('detail.order.tests', { count: tests.length }),
      ...profiles.map((profile) => `${profile}: ${meaningOf('profile', profile)}`),
    ].filter((part) => part !== '');
  };
  if (orders.length === 0 && lots.length === 0) return null;
  return (
    <Card title={t('detail.order.title')}>
      <ul className={styles.frames}>
        {orders.map((order, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one stored message do not move
          <li key={index}>
            {describe(order).join(' \u00b7 ')}
            {order.tests.length > 0 && (
              <>
                {' '}
                <CodeText>{order.tests.join(' ')}</CodeText>
              </>
            )}
          </li>
        ))}
        {lots.map(({ what, forTest, name, number }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one stored message do not move
          <li key={`lot-${index}`}>
            {t(`detail.lot.${what}`, { test: forTest, name })} <CodeText>{number}</CodeText>
          </li>
        ))}
      </ul>
    </Card>
  );
}
