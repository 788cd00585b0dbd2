import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopDetail } from '../../../../shared/modules/sop/library-contract.ts';
import { readers } from '../../../../shared/modules/sop/terms.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TypedField } from './editor-typed-field.tsx';
import { readWhole } from './editor-values.ts';

interface ReadersCardProps {
  readonly sop: SopDetail;
  /** The version whose reading is shown; null shows only who must. */
  readonly versionId: string | null;
}

/** Who must read the version in force, and who has. */
export function ReadersCard({ sop, versionId }: ReadersCardProps) {
  const { t } = useTranslation('sop');
  const say = useSay();
  const { may } = useSession();
  const [isChanging, setChanging] = useState(false);
  const { readers: list } = sop;
  const isNobody = list.roles.length === 0 && list.personIds.length === 0;
  return (
    <Card
      title={t('version.mustRead')}
      action={
        may('sop.approve') && !sop.isRetired ? (
          <Button onPress={() => setChanging(true)}>{t('version.mustReadSet')}</Button>
        ) : undefined
      }
    >
      {isNobody ? (
        <p>{t('version.mustReadNobody')}</p>
      ) : (
        <p className={styles.muted}>{list.roles.map((role) => say(`people.role.${role}`)).join(', ')}</p>
      )}
      {!isNobody && versionId !== null && (
        <>
          <ReaderRows sopId={sop.sopId} versionId={versionId} />
          <div>
            <ButtonLink
              look="quiet"
              to="/reports/$reportId"
              params={{ reportId: 'sop-readers' }}
              search={{ sopId: sop.sopId }}
            >
              {t('page.readersPrint')}
            </ButtonLink>
          </div>
        </>
      )}
      {isChanging && <SetReadersSheet sop={sop} onClose={() => setChanging(false)} />}
    </Card>
  );
}

function ReaderRows({ sopId, versionId }: { readonly sopId: string; readonly versionId: string }) {
  const { t } = useTranslation('sop');
  const people = useQuery(
    useApi().sop.readings.ofVersion.queryOptions({ input: { sopId, versionId }, meta: { topics: ['sop', 'people'] } }),
  );
  return (
    <Loaded query={people}>
      {(rows) => {
        const shown = rows.filter(({ mustRead, read }) => mustRead || read !== null);
        const must = rows.filter(({ mustRead }) => mustRead);
        return (
          <>
            <p>
              {t('version.readCount', { read: must.filter(({ read }) => read !== null).length, count: must.length })}
            </p>
            <ul className={styles.rows}>
              {shown.map((row) => (
                <li key={row.personId} className={styles.withAction}>
                  <span className={styles.text}>{row.printedName}</span>
                  {row.read === null ? (
                    <StateMark tone={row.isLate ? 'attention' : 'not-set-up'}>
                      {t(row.isLate ? 'version.hasNotReadLate' : 'version.hasNotRead')}
                    </StateMark>
                  ) : (
                    <StateMark tone="good">{t('version.hasRead', { date: formatCivilDay(row.read.on) })}</StateMark>
                  )}
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}

const MOST_DAYS = 365;

function SetReadersSheet({ sop, onClose }: { readonly sop: SopDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('sop');
  const say = useSay();
  const api = useApi();
  const [list, setList] = useState(sop.readers);
  const [reason, setReason] = useState('');
  const people = useQuery(
    api.people.list.queryOptions({ input: { withInactive: false }, meta: { topics: ['people'] } }),
  );
  const save = useMutation(api.sop.library.setReaders.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('version.readersTitle')}
      saveLabel={t('version.readersSave')}
      canSave
      onSave={() => save.mutate({ sopId: sop.sopId, readers: list, reason })}
      onClose={onClose}
      mutation={save}
    >
      <p>{t('version.readersMore')}</p>
      <CheckField
        label={t('version.readersRoles')}
        values={list.roles}
        choices={readers.shape.roles.element.options.map((value) => ({ value, label: say(`people.role.${value}`) }))}
        onChange={(roles) => setList({ ...list, roles })}
        autoFocus
      />
      {(people.data ?? []).length > 0 && (
        <CheckField
          label={t('version.readersPeople')}
          values={list.personIds}
          choices={(people.data ?? []).map((person) => ({ value: person.personId, label: person.printedName }))}
          onChange={(personIds) => setList({ ...list, personIds })}
        />
      )}
      <TypedField
        label={t('version.readersDays')}
        description={t('version.readersDaysHint')}
        value={list.withinDays}
        show={String}
        read={(text) => readWhole(text, 0, MOST_DAYS) ?? undefined}
        problem={t('version.badDays')}
        onChange={(withinDays) => setList({ ...list, withinDays })}
      />
      <TextField label={t('version.why')} value={reason} onChange={setReason} maxLength={1000} />
    </FormSheet>
  );
}
