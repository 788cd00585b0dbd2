import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proposal } from '../../../../shared/modules/cases/case-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import styles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** Their sentence ends in there being no case, so the case is called by the thing's own words. */
const saysNoCase: ReadonlySet<Proposal['kind']> = new Set(['stop-error', 'results-affected', 'failed-task']);

/** What the records prove and nobody has a case for. A person takes it, or says why it is none. */
export function ProposalsCard({ instrumentId }: { readonly instrumentId: string | null }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  const api = useApi().cases;
  const navigate = useNavigate();
  const [dismissed, setDismissed] = useState<Proposal | null>(null);
  const proposals = useQuery(
    api.proposals.queryOptions({
      input: { instrumentId, limit: 20 },
      meta: { topics: ['cases', 'errors', 'maintenance'] },
    }),
  );
  const take = useMutation(
    api.takeProposal.mutationOptions({
      onSuccess: ({ caseId }) => void navigate({ to: '/case/$caseId', params: { caseId } }),
    }),
  );
  return (
    <Card title={t('proposals.title')}>
      <MutationError mutation={take} />
      <Loaded query={proposals}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t('proposals.none')}</p>
          ) : (
            <>
              <p className={styles.muted}>{t('proposals.more')}</p>
              <ul className={styles.rows}>
                {rows.map((row) => (
                  <li key={row.key} className={styles.withAction}>
                    <div className={styles.words}>
                      <span className={styles.text}>{say(`proposal.${row.kind}`, row.data)}</span>
                      <span className={styles.muted}>
                        {row.instrumentName} · <TimeText at={row.at} />
                      </span>
                    </div>
                    <div className={styles.actions}>
                      <Button look="quiet" onPress={() => setDismissed(row)}>
                        {t('proposals.dismiss')}
                      </Button>
                      {row.openCaseId !== null && (
                        <Button
                          isPending={take.isPending}
                          onPress={() => take.mutate({ key: row.key, title: '', intoCaseId: row.openCaseId })}
                        >
                          {t('proposals.takeInto')}
                        </Button>
                      )}
                      <Button
                        isPending={take.isPending}
                        onPress={() =>
                          take.mutate({
                            key: row.key,
                            title: saysNoCase.has(row.kind) ? '' : say(`proposal.${row.kind}`, row.data).slice(0, 200),
                            intoCaseId: null,
                          })
                        }
                      >
                        {t('proposals.take')}
                      </Button>
                    </div>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {dismissed !== null && <DismissSheet proposal={dismissed} onClose={() => setDismissed(null)} />}
    </Card>
  );
}

function DismissSheet({ proposal, onClose }: { readonly proposal: Proposal; readonly onClose: () => void }) {
  const { t } = useTranslation('cases');
  const say = useSay();
  const [reason, setReason] = useState('');
  const dismiss = useMutation(useApi().cases.dismissProposal.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('proposals.dismiss')}
      saveLabel={t('proposals.dismissSave')}
      canSave={reason.trim() !== ''}
      mutation={dismiss}
      onClose={onClose}
      onSave={() => dismiss.mutate({ key: proposal.key, reason })}
    >
      <p>{say(`proposal.${proposal.kind}`, proposal.data)}</p>
      <TextField
        label={t('proposals.dismissWhy')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={500}
      />
    </FormSheet>
  );
}
