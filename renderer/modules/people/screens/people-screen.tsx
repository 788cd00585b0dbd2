import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { AddPersonSheet } from '../parts/add-person-sheet.tsx';
import { IdleLock } from '../parts/idle-lock.tsx';
import styles from '../parts/people.module.css';
import { PersonState } from '../parts/person-state.tsx';
import { RecoveryKeyCard } from '../parts/recovery-key-card.tsx';

/** Who has an account, what they may do, and whether someone needs help getting in. */
export function PeopleScreen() {
  const { t } = useTranslation('people');
  const router = useRouter();
  const { held, may } = useSession();
  const [isAdding, setAdding] = useState(false);
  const crumbs = [{ label: t('admin.settings'), to: '/settings' }];
  if (held?.state === 'no-owner') {
    return (
      <Screen
        title={t('admin.title')}
        crumbs={crumbs}
        actions={{
          primary: {
            label: t('admin.list.setUpOwner'),
            onPress: () => void router.navigate({ to: '/people/owner' }),
          },
        }}
      >
        <EmptyState title={t('admin.list.none')}>{t('admin.list.noneMore')}</EmptyState>
      </Screen>
    );
  }
  const mayManage = may('people.manage');
  return (
    <Screen
      title={t('admin.title')}
      crumbs={crumbs}
      actions={{
        primary: { label: t('admin.list.add'), icon: 'add', onPress: () => setAdding(true), isDisabled: !mayManage },
      }}
      side={
        <>
          <IdleLock />
          {mayManage && <RecoveryKeyCard />}
        </>
      }
    >
      <PeopleTable />
      {may('audit-trail.see') && (
        <span>
          <ButtonLink to="/audit-trail" icon="records">
            {t('admin.list.auditTrail')}
          </ButtonLink>
        </span>
      )}
      {isAdding && <AddPersonSheet onClose={() => setAdding(false)} />}
    </Screen>
  );
}

function PeopleTable() {
  const { t } = useTranslation('people');
  const say = useSay();
  const [withInactive, setWithInactive] = useState(false);
  const list = useQuery(useApi().people.list.queryOptions({ input: { withInactive } }));
  return (
    <>
      <SwitchField label={t('admin.list.withInactive')} isOn={withInactive} onChange={setWithInactive} />
      <Loaded query={list}>
        {(people) => (
          <DataTable
            caption={t('admin.title')}
            rows={people}
            rowKey={(row) => row.personId}
            columns={[
              {
                key: 'name',
                title: t('admin.list.name'),
                cell: (row) => (
                  <Link to="/people/$personId" params={{ personId: row.personId }} className={styles.nameLink}>
                    {row.printedName} <span className={styles.more}>{row.initials}</span>
                  </Link>
                ),
              },
              { key: 'signIn', title: t('admin.list.signInName'), cell: (row) => row.signInName },
              {
                key: 'roles',
                title: t('admin.list.roles'),
                cell: (row) =>
                  [...row.roles.map((role) => say(`people.role.${role}`)), row.isOwner && t('admin.list.owner')]
                    .filter(Boolean)
                    .join(', '),
              },
              { key: 'state', title: t('admin.list.state'), cell: (row) => <PersonState person={row} /> },
              {
                key: 'last',
                title: t('admin.list.lastSignedIn'),
                cell: (row) => <TimeText at={row.lastSignedInAt} />,
              },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
