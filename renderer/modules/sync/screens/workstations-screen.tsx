import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workstation } from '../../../../shared/modules/sync/workstations-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCount, formatDay } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { AskCard } from '../parts/ask-card.tsx';
import { InviteCard } from '../parts/invite-card.tsx';
import { RevokeSheet } from '../parts/revoke-sheet.tsx';
import styles from '../parts/sync.module.css';

/** Who writes for this site: whose records count here, who asks to join, who no longer counts. */
export function WorkstationsScreen() {
  const { t } = useTranslation('workstations');
  const { t: tSync } = useTranslation('sync');
  const { may } = useSession();
  const api = useApi().sync;
  const list = useQuery(api.workstations.list.queryOptions());
  const office = useQuery(api.workstations.office.queryOptions());
  const state = useQuery(api.state.queryOptions());
  const [revoking, setRevoking] = useState<Workstation | null>(null);
  const mayManage = may('machine.manage');
  const held = office.data?.held;
  return (
    <Screen title={t('title')} crumbs={[{ label: tSync('title'), to: '/sync' }]}>
      <Loaded query={list}>
        {(rows) => (
          <Card title={t('title')}>
            <Table rows={rows} {...(mayManage && held === 'this' ? { onRevoke: setRevoking } : {})} />
            {rows.length < 2 && <p>{t('alone')}</p>}
            {held === 'hub' && <p className={styles.detail}>{t('hubHolds')}</p>}
            {held === 'other' && <p className={styles.detail}>{t('otherHolds')}</p>}
          </Card>
        )}
      </Loaded>
      {mayManage && office.data !== undefined && state.data !== undefined && (
        <>
          {(held === 'this' || held === 'nobody') && <InviteCard hasSite={held === 'this'} />}
          {held !== 'hub' && held !== 'this' && <AskCard workstation={state.data.workstation} />}
        </>
      )}
      {revoking !== null && <RevokeSheet workstation={revoking} onClose={() => setRevoking(null)} />}
    </Screen>
  );
}

interface TableProps {
  readonly rows: readonly Workstation[];
  readonly onRevoke?: (workstation: Workstation) => void;
}

function Table({ rows, onRevoke }: TableProps) {
  const { t } = useTranslation('workstations');
  const labelOf = (device: string) => rows.find((row) => row.device === device)?.label ?? device;
  return (
    <DataTable
      caption={t('caption')}
      isWide
      rows={rows}
      rowKey={({ device, epoch }) => `${device}/${epoch}`}
      columns={[
        { key: 'label', title: t('label'), cell: ({ label }) => label || t('unnamed') },
        { key: 'words', title: t('words'), kind: 'code', cell: ({ fingerprint }) => fingerprint },
        {
          key: 'trusted',
          title: t('trusted'),
          cell: ({ trustedBy, mayEnrol }) => (
            <>
              {t(`trustedBy.${trustedBy.kind}`, { by: labelOf(trustedBy.by) })}
              {mayEnrol && trustedBy.kind !== 'hub' && <span className={styles.detail}> {t('mayEnrol')}</span>}
            </>
          ),
        },
        { key: 'records', title: t('records'), kind: 'number', cell: (row) => formatCount(row.recordCount) },
        {
          key: 'state',
          title: t('state'),
          cell: (row) => (
            <>
              <StateMark tone={row.isRevoked ? 'stop' : 'good'}>
                {t(row.isRevoked ? 'states.revoked' : 'states.counts')}
              </StateMark>
              {row.leftAt !== null && (
                <span className={styles.detail}> {t('left', { at: formatDay(row.leftAt) })}</span>
              )}
              {onRevoke !== undefined && !row.isRevoked && row.trustedBy.kind !== 'own' && (
                <Button look="quiet" onPress={() => onRevoke(row)} aria-label={t('revoke.title', { label: row.label })}>
                  {t('revoke.open')}
                </Button>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
