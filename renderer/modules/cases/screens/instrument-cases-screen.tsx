import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { CaseRows } from '../parts/case-rows.tsx';
import { NoticeRows } from '../parts/notice-rows.tsx';
import { ProposalsCard } from '../parts/proposals-card.tsx';

/** What went wrong on one instrument, what could become a case, notices of its maker, and its certificates. */
export function InstrumentCasesScreen() {
  const { t } = useTranslation('cases');
  const { t: sayMoment } = useTranslation('moment');
  const { t: sayDecontamination } = useTranslation('decontamination');
  const navigate = useNavigate();
  const { id, title, crumbs } = useInstrument();
  const [show, setShow] = useState<'open' | 'all'>('open');
  const cases = useQuery(
    useApi().cases.list.queryOptions({
      input: { instrumentId: id, show, search: '', limit: 200 },
      meta: { topics: ['cases', 'maintenance'] },
    }),
  );
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        secondary: [
          {
            label: sayMoment('title'),
            icon: 'clock',
            onPress: () => void navigate({ to: '/instruments/$id/as-it-was', params: { id } }),
          },
          {
            label: sayDecontamination('issue'),
            onPress: () => void navigate({ to: '/certify-decontamination', search: { instrumentId: id } }),
          },
        ],
        primary: {
          label: t('openSheet.title'),
          icon: 'add',
          onPress: () => void navigate({ to: '/open-case', search: { instrumentId: id } }),
        },
      }}
      side={
        <>
          <ProposalsCard instrumentId={id} />
          <CertificatesCard instrumentId={id} />
          <InstrumentNotices instrumentId={id} />
        </>
      }
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={cases}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('list.emptyOpen') : t('list.emptyAll')}>
              <p>{t('list.emptyMore')}</p>
            </EmptyState>
          ) : (
            <CaseRows rows={rows} isNamed={false} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function CertificatesCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('decontamination');
  const query = useQuery(useApi().cases.decontaminations.list.queryOptions({ input: { instrumentId, limit: 20 } }));
  return (
    <Card title={t('list')}>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Link
                    to="/decontamination/$decontaminationId"
                    params={{ decontaminationId: row.id }}
                    className={styles.row}
                  >
                    <span className={styles.main}>
                      <span className={styles.text}>{row.number}</span>
                      <span>{t(`purposes.${row.purpose}`)}</span>
                      {row.withdrawnReason !== null ? (
                        <StateMark tone="stop">{t('withdrawnShort')}</StateMark>
                      ) : (
                        row.doubts.length > 0 && <StateMark tone="attention">{t('doubtfulShort')}</StateMark>
                      )}
                    </span>
                    <span className={styles.rest}>
                      <TimeText at={row.at} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function InstrumentNotices({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('notices');
  const query = useQuery(
    useApi().cases.notices.list.queryOptions({ input: { instrumentId, show: 'open', limit: 20 } }),
  );
  return (
    <Card title={t('title')}>
      <Loaded query={query}>
        {(rows) => (rows.length === 0 ? <p>{t('emptyOpen')}</p> : <NoticeRows rows={rows} />)}
      </Loaded>
    </Card>
  );
}
