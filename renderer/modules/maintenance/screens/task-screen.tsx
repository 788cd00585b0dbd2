import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { SignatureMarks } from '../../../ui/signature-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { CorrectSheet } from '../parts/correct-sheet.tsx';
import { entryText } from '../parts/entry-text.ts';
import { TaskFacts } from '../parts/task-facts.tsx';
import { TaskFields } from '../parts/task-fields.tsx';
import { VoidSheet } from '../parts/void-sheet.tsx';

const route = getRouteApi('/tasks/$hash');

/** One performed task: verdict, values with their limits, signatures, corrections, and what stands beside it. */
export function TaskScreen() {
  const { t } = useTranslation('task');
  const { hash } = route.useParams();
  const task = useQuery(useApi().maintenance.tasks.get.queryOptions({ input: { hash } }));
  return (
    <Loaded query={task} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) => <TaskView key={data.hash} task={data} />}
    </Loaded>
  );
}

function TaskView({ task }: { readonly task: TaskDetail }) {
  const { t } = useTranslation('task');
  const { t: tSheet } = useTranslation('sheet');
  const say = useSay();
  const api = useApi();
  const signedAct = useSignedAct();
  const hasAccounts = useNeedsPassword()(true);
  const [open, setOpen] = useState<'none' | 'correct' | 'void'>('none');
  const hashes = [task.hash, ...task.corrections.map(({ hash }) => hash), ...(task.review ? [task.review.hash] : [])];
  const signatures = useQuery(
    api.people.signatures.queryOptions({ input: { hashes }, meta: { topics: ['people', 'maintenance'] } }),
  );
  const review = useMutation(api.maintenance.tasks.review.mutationOptions());
  const needsSignature = (signatures.data?.length ?? 0) > 0;
  const isToReview = task.needsReview && task.review === null && !task.isVoided;

  const reviewIt = async () => {
    const input = { hashes: [task.hash], note: '' };
    await signedAct({
      needsSignature: true,
      title: tSheet('signTitle', { task: task.title, instrument: task.instrumentName }),
      lines: [
        { label: t('performedOn'), value: formatCivilDay(task.performedOn) },
        { label: t('by'), value: task.by },
        { label: t('judged'), value: t(`verdict.${task.verdict}`) },
        ...task.fields.map((field) => ({
          label: field.label,
          value: entryText(field, field, tSheet) || t('empty'),
        })),
      ],
      meaning: 'reviewed',
      act: (signing) => review.mutateAsync({ ...input, signing }),
    });
  };

  return (
    <Screen
      title={task.title}
      crumbs={[
        { label: t('agenda'), to: '/agenda' },
        { label: task.instrumentName, to: `/instruments/${task.instrumentId}/maintenance` },
      ]}
      actions={{
        state: <RecordMark place={needsSignature ? 'signed' : 'saved-here'} />,
        secondary: task.isVoided
          ? []
          : [
              { label: t('void'), onPress: () => setOpen('void'), look: 'quiet' },
              { label: t('correct'), onPress: () => setOpen('correct') },
            ],
        ...(isToReview
          ? {
              primary: {
                label: t('review'),
                isPending: review.isPending,
                onPress: () => void reviewIt().catch(() => undefined),
              },
            }
          : {}),
      }}
      side={<TaskFacts task={task} />}
    >
      <Banner
        tone={task.isVoided ? 'attention' : toneOfVerdict[task.verdict]}
        title={task.isVoided ? t('voided') : t(`verdict.${task.verdict}`)}
      >
        {task.verdictReason !== '' && <p>{say(task.verdictReason)}</p>}
        <p>{t(`countsAs.${task.countsAs}`)}</p>
        {!task.isVoided && task.verdict !== 'pass' && (
          <ButtonLink
            to="/open-case"
            search={{
              origin: 'failed-check',
              linkKind: 'task',
              linkId: `${task.planId}/${task.occurrence}`,
              instrumentId: task.instrumentId,
              title: task.title,
            }}
          >
            {t('openCase')}
          </ButtonLink>
        )}
      </Banner>
      {task.isLateEntry && (
        <Banner tone="info" title={t('lateEntry')}>
          <p>
            {t('lateEntryMore', {
              on: formatCivilDay(task.performedOn),
              entered: formatInstant(task.enteredAt, 'minutes'),
              reason: task.lateReason,
            })}
          </p>
        </Banner>
      )}
      {task.clock !== 'ok' && <Banner tone="attention" title={t('clock')} />}
      {task.isConflict && (
        <Banner tone="attention" title={t('conflict')}>
          <p>{t('conflictMore')}</p>
          {task.beside.map((other) => (
            <p key={other.hash}>
              <Link to="/tasks/$hash" params={{ hash: other.hash }}>
                {t('beside')}: {formatCivilDay(other.performedOn)}, {other.by}
              </Link>
            </p>
          ))}
        </Banner>
      )}
      {task.fields.length > 0 && (
        <Card title={tSheet('fields')}>
          <TaskFields fields={task.fields} />
          {task.note !== '' && (
            <p>
              {tSheet('note')}: {task.note}
            </p>
          )}
        </Card>
      )}
      <Card title={t('signatures')}>
        <Loaded query={signatures}>
          {(rows) => (
            <SignatureMarks
              signatures={rows.map((row) => ({
                printedName: row.printedName,
                meaning: row.meaning,
                at: row.at,
                isCurrent: row.counts,
              }))}
            />
          )}
        </Loaded>
        {isToReview && <p>{t('toReview')}</p>}
        {task.review !== null && (
          <p>{t('reviewed', { by: task.review.by, at: formatInstant(task.review.at, 'minutes') })}</p>
        )}
      </Card>
      {task.corrections.length > 0 && (
        <Card title={t('corrections')}>
          <ul>
            {task.corrections.map((correction) => (
              <li key={correction.hash}>
                {formatInstant(correction.at, 'minutes')} {t('correctionBy', correction)}
                {correction.changes.map((change) => (
                  <ChangeLine key={change.field} change={change} />
                ))}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {task.skips.length > 0 && (
        <Card title={t('skips')}>
          <ul>
            {task.skips.map((skip) => (
              <li key={skip.hash}>
                {formatInstant(skip.at, 'minutes')} {skip.by}: {skip.reason}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {!hasAccounts && <MutationError mutation={review} />}
      {open === 'correct' && (
        <CorrectSheet task={task} needsSignature={needsSignature} onClose={() => setOpen('none')} />
      )}
      {open === 'void' && <VoidSheet task={task} needsSignature={needsSignature} onClose={() => setOpen('none')} />}
    </Screen>
  );
}

/** Parts of the record itself that a correction can move, beside the fields of the task. */
const ownParts = ['verdict', 'note', 'performedOn'] as const;

function ChangeLine({ change }: { readonly change: TaskDetail['corrections'][number]['changes'][number] }) {
  const { t } = useTranslation('task');
  // The reason of a verdict stands with the field it came from.
  if (change.field === 'verdictReason') {
    return null;
  }
  const own = ownParts.find((part) => part === change.field);
  const verdict = ['pass', 'fail', 'cannot-evaluate'] as const;
  const shown = (value: string) => {
    const judged = own === 'verdict' ? verdict.find((one) => one === value) : undefined;
    return judged === undefined ? value || t('empty') : t(`verdict.${judged}`);
  };
  return (
    <div>
      {t('change', {
        field: own === undefined ? change.field : t(`part.${own}`),
        from: shown(change.from),
        to: shown(change.to),
      })}
    </div>
  );
}
