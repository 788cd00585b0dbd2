import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstallationRow } from '../../../../shared/modules/cases/project-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { ShowField } from '../../../app/show-field.tsx';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';

const toneOfProject = { open: 'info', live: 'good', cancelled: 'not-set-up' } as const;

/** Projects that take an instrument from the crate to its first patient sample. */
export function InstallationsScreen() {
  const { t } = useTranslation('installations');
  const [show, setShow] = useState<'open' | 'all'>('open');
  const [isPlanning, setPlanning] = useState(false);
  const projects = useQuery(useApi().cases.installations.list.queryOptions({ input: { show, limit: 200 } }));
  return (
    <Screen
      title={t('title')}
      actions={{ primary: { label: t('plan.title'), icon: 'add', onPress: () => setPlanning(true) } }}
    >
      <ShowField value={show} onChange={setShow} />
      <Loaded query={projects}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={show === 'open' ? t('emptyOpen') : t('emptyAll')}>
              <p>{t('emptyMore')}</p>
            </EmptyState>
          ) : (
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.id}>
                  <ProjectLine row={row} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isPlanning && <PlanSheet onClose={() => setPlanning(false)} />}
    </Screen>
  );
}

function ProjectLine({ row }: { readonly row: InstallationRow }) {
  const { t } = useTranslation('installations');
  return (
    <Link to="/installations/$installationId" params={{ installationId: row.id }} className={styles.row}>
      <span className={styles.main}>
        <StateMark tone={toneOfProject[row.state]}>{t(`state.${row.state}`)}</StateMark>
        <span>{row.number}</span>
        <span className={styles.text}>{row.title}</span>
      </span>
      <span className={styles.rest}>
        {row.instrumentName !== '' && <span>{row.instrumentName}</span>}
        {row.place !== '' && <span>{row.place}</span>}
        <span>{t('progress', { done: row.itemCount - row.openItemCount, count: row.itemCount })}</span>
        {row.state === 'open' && row.openGateCount > 0 && <span>{t('gates', { count: row.openGateCount })}</span>}
        <GoLiveMark row={row} />
        {row.hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
      </span>
    </Link>
  );
}

function GoLiveMark({ row }: { readonly row: InstallationRow }) {
  const { t } = useTranslation('installations');
  if (row.goLiveOn === null || row.state !== 'open') {
    return null;
  }
  const day = formatCivilDay(row.goLiveOn);
  return row.isOverdue ? (
    <StateMark tone="attention">{t('overdue', { day })}</StateMark>
  ) : (
    <span>{t('goLive', { day })}</span>
  );
}

/** Stands for an instrument that is not in the register yet. */
const notYet = 'not-yet';

function PlanSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('installations');
  const api = useApi().cases.installations;
  const navigate = useNavigate();
  const cards = useCards().data ?? [];
  const template = useQuery(api.template.queryOptions());
  const [instrument, setInstrument] = useState(notYet);
  const [title, setTitle] = useState('');
  const [place, setPlace] = useState('');
  const [responsible, setResponsible] = useState('');
  const [goLiveOn, setGoLiveOn] = useState('');
  const plan = useMutation(
    api.plan.mutationOptions({
      onSuccess: ({ installationId }) => {
        onClose();
        void navigate({ to: '/installations/$installationId', params: { installationId } });
      },
    }),
  );
  return (
    <FormSheet
      title={t('plan.title')}
      saveLabel={t('plan.save')}
      canSave={title.trim() !== '' && isDayOrEmpty(goLiveOn)}
      mutation={plan}
      onClose={onClose}
      onSave={() =>
        plan.mutate({
          instrumentId: instrument === notYet ? null : instrument,
          title,
          place,
          responsible,
          goLiveOn: goLiveOn.trim() || null,
        })
      }
    >
      <TextField label={t('plan.what')} value={title} onChange={setTitle} isRequired autoFocus maxLength={200} />
      <SelectField
        label={t('plan.instrument')}
        value={instrument}
        onChange={setInstrument}
        options={[
          { value: notYet, label: t('plan.notYet') },
          ...cards.map((card) => ({
            value: card.id,
            label: card.name,
            detail: `${card.model} ${card.serialNumber}`.trim(),
          })),
        ]}
      />
      <TextField label={t('plan.place')} value={place} onChange={setPlace} maxLength={120} />
      <TextField label={t('plan.responsible')} value={responsible} onChange={setResponsible} maxLength={200} />
      <DayField label={t('plan.goLiveOn')} value={goLiveOn} onChange={setGoLiveOn} />
      {template.data !== undefined && <p>{t('plan.template', { count: template.data.items.length })}</p>}
    </FormSheet>
  );
}
