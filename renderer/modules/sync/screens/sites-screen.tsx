import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarriedSite } from '../../../../shared/modules/sync/sites-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSayCode } from '../../../i18n/say.ts';
import { formatBytes, formatCount, formatDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { LeaveCard } from '../parts/leave-card.tsx';

/** The sites this laptop carries, kept apart: which there are, which is open; begin one, open one, leave one. */
export function SitesScreen() {
  const { t } = useTranslation('sites');
  const { t: tSync } = useTranslation('sync');
  const { may } = useSession();
  const sayCode = useSayCode();
  const api = useApi().sync.sites;
  const list = useQuery(api.list.queryOptions());
  const open = useMutation(api.open.mutationOptions());
  const [isCarrying, setCarrying] = useState(false);
  const { problem = null, sites = [] } = list.data ?? {};
  const mayManage = may('machine.manage') && sites.length > 0;
  return (
    <Screen
      title={t('title')}
      crumbs={[{ label: tSync('title'), to: '/sync' }]}
      {...(mayManage ? { actions: { primary: { label: t('carry'), onPress: () => setCarrying(true) } } } : {})}
    >
      {problem !== null && <Banner tone="attention" title={sayCode({ code: problem, data: {} })} />}
      <Card title={t('caption')}>
        <p>{t('what')}</p>
        <Loaded query={list}>
          {() => <SiteTable sites={sites} isOpening={open.isPending} onOpen={(id) => open.mutate({ id })} />}
        </Loaded>
        <MutationError mutation={open} />
      </Card>
      {mayManage && <LeaveCard />}
      {isCarrying && <CarrySheet onClose={() => setCarrying(false)} />}
    </Screen>
  );
}

interface SiteTableProps {
  readonly sites: readonly CarriedSite[];
  readonly isOpening: boolean;
  readonly onOpen: (id: string) => void;
}

function SiteTable({ sites, isOpening, onOpen }: SiteTableProps) {
  const { t } = useTranslation('sites');
  const nameOf = ({ name }: CarriedSite) => name || t('noSite');
  return (
    <DataTable
      caption={t('caption')}
      rows={sites}
      rowKey={({ id }) => id}
      empty={<p>{t('fixed')}</p>}
      columns={[
        { key: 'site', title: t('site'), cell: nameOf },
        {
          key: 'unsent',
          title: t('unsent'),
          cell: ({ unsent, since }) =>
            unsent === null
              ? t('unknown')
              : since === null
                ? formatCount(unsent)
                : t('unsentSince', { count: unsent, at: formatDay(since) }),
        },
        {
          key: 'size',
          title: t('size'),
          kind: 'number',
          cell: ({ byteCount }) => (byteCount === null || byteCount === 0 ? t('unknown') : formatBytes(byteCount)),
        },
        {
          key: 'at',
          title: t('asOf'),
          cell: ({ at, isOpen }) => (at === null ? t(isOpen ? 'now' : 'unknown') : <TimeText at={at} />),
        },
        {
          key: 'state',
          title: t('state'),
          cell: (site) =>
            site.isOpen ? (
              <StateMark tone="good">{t('open')}</StateMark>
            ) : (
              <Button onPress={() => onOpen(site.id)} isPending={isOpening}>
                {t('openNamed', { name: nameOf(site) })}
              </Button>
            ),
        },
      ]}
    />
  );
}

/** An empty folder for one more site. */
function CarrySheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('sites');
  const carry = useMutation(useApi().sync.sites.carry.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('carrySheet.title')}
      saveLabel={t('carrySheet.save')}
      canSave
      onSave={() => carry.mutate(undefined)}
      onClose={onClose}
      mutation={carry}
    >
      <p>{t('carrySheet.what')}</p>
    </FormSheet>
  );
}
