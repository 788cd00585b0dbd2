import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, CaseTask } from '../../../../shared/modules/cases/case-contract.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DueMark } from './due-mark.tsx';
import { EndSheet } from './end-sheet.tsx';
import { toneOfEnd } from './tones.ts';

/** What is still to be done on a case, and what was. */
export function TasksCard({ of }: { readonly of: CaseDetail }) {
  const { t } = useTranslation('cases');
  const [ending, setEnding] = useState<CaseTask | null>(null);
  const end = useMutation(useApi().cases.endTask.mutationOptions({ onSuccess: () => setEnding(null) }));
  return (
    <Card title={t('task.title')}>
      {of.tasks.length === 0 ? (
        <p>{t('task.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {of.tasks.map((task) => (
            <li key={task.id} className={styles.withAction}>
              <div className={styles.words}>
                <span className={styles.main}>
                  <StateMark tone={toneOfEnd[task.state]}>{t(`task.${task.state}`)}</StateMark>
                  <span className={styles.text}>{task.title}</span>
                </span>
                <span className={styles.rest}>
                  {task.assignee !== '' && <span>{task.assignee}</span>}
                  <DueMark row={task} />
                  {task.note !== '' && <span>{task.note}</span>}
                  {task.endedBy !== '' && <span>{t('by', { actor: task.endedBy })}</span>}
                </span>
              </div>
              {task.state === 'open' && (
                <Button aria-label={`${t('task.end')}: ${task.title}`} onPress={() => setEnding(task)}>
                  {t('task.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ending !== null && (
        <EndSheet
          title={t('task.end')}
          what={ending.title}
          mutation={end}
          onClose={() => setEnding(null)}
          onSave={(how) => end.mutate({ caseId: of.id, taskId: ending.id, ...how })}
        />
      )}
    </Card>
  );
}

export function TaskSheet({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('cases');
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState('');
  const [dueOn, setDueOn] = useState('');
  const add = useMutation(useApi().cases.addTask.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('task.add')}
      saveLabel={t('task.save')}
      canSave={title.trim() !== '' && isDayOrEmpty(dueOn)}
      mutation={add}
      onClose={onClose}
      onSave={() => add.mutate({ caseId, title, assignee, dueOn: dueOn.trim() || null })}
    >
      <TextField label={t('task.what')} value={title} onChange={setTitle} isRequired autoFocus maxLength={200} />
      <TextField label={t('task.assignee')} value={assignee} onChange={setAssignee} maxLength={200} />
      <DayField label={t('task.dueOn')} value={dueOn} onChange={setDueOn} />
    </FormSheet>
  );
}
