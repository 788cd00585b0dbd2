import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { Button } from '../../../ui/button.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { Sheet } from '../../../ui/sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { VersionDocument } from '../parts/version-document.tsx';

interface Starter {
  readonly key: string;
  readonly title: string;
}

/** Starter procedures: read them, take them as drafts. */
export function StartersScreen() {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const [reading, setReading] = useState<Starter | null>(null);
  const [taking, setTaking] = useState<Starter | null>(null);
  const starters = useQuery(useApi().sop.library.starters.queryOptions({ meta: { topics: ['sop'] } }));
  return (
    <Screen title={t('library.startersTitle')}>
      <p>{t('library.startersMore')}</p>
      <Loaded query={starters}>
        {(rows) => (
          <ul className={styles.rows}>
            {rows.map((row) => (
              <li key={row.key} className={styles.withAction}>
                <span className={styles.words}>
                  <span className={styles.text}>{row.title}</span>
                  <span>{row.purpose}</span>
                  <span className={styles.rest}>
                    <span>{t('library.starterSteps', { count: row.stepCount })}</span>
                    {row.adaptCount > 0 && (
                      <StateMark tone="unknown">{t('library.starterAdapt', { count: row.adaptCount })}</StateMark>
                    )}
                    {row.takenAs.length > 0 && (
                      <StateMark tone="good">
                        {t('library.starterTaken', {
                          names: row.takenAs.map(({ code, title }) => code || title).join(', '),
                        })}
                      </StateMark>
                    )}
                  </span>
                </span>
                <span className={styles.actions}>
                  <Button
                    look="quiet"
                    aria-label={t('library.starterReadOf', { title: row.title })}
                    onPress={() => setReading(row)}
                  >
                    {t('library.starterRead')}
                  </Button>
                  {may('sop.write') && (
                    <Button
                      aria-label={t('library.starterTakeOf', { title: row.title })}
                      onPress={() => setTaking(row)}
                    >
                      {t('library.starterTake')}
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {reading !== null && <ReadStarter starter={reading} onClose={() => setReading(null)} />}
      {taking !== null && <TakeStarter starter={taking} onClose={() => setTaking(null)} />}
    </Screen>
  );
}

interface StarterProps {
  readonly starter: Starter;
  readonly onClose: () => void;
}

function ReadStarter({ starter, onClose }: StarterProps) {
  const content = useQuery(
    useApi().sop.library.starter.queryOptions({ input: { key: starter.key }, meta: { topics: [] } }),
  );
  return (
    <Sheet title={starter.title} isOpen onOpenChange={onClose}>
      <Loaded query={content}>{(data) => <VersionDocument content={data} />}</Loaded>
    </Sheet>
  );
}

function TakeStarter({ starter, onClose }: StarterProps) {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const take = useMutation(
    useApi().sop.library.takeStarter.mutationOptions({
      onSuccess: (params) => void navigate({ to: '/procedures/sops/$sopId/versions/$versionId/edit', params }),
    }),
  );
  return (
    <FormSheet
      title={t('library.starterTakeTitle')}
      saveLabel={t('library.starterTakeSave')}
      canSave
      onSave={() => take.mutate({ key: starter.key, code })}
      onClose={onClose}
      mutation={take}
    >
      <p>{starter.title}</p>
      <TextField
        label={t('library.addCode')}
        description={t('library.addCodeHint')}
        value={code}
        onChange={setCode}
        maxLength={40}
        isMono
        autoFocus
      />
    </FormSheet>
  );
}
