import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditFinding, AuditRun } from '../../../../shared/modules/maintenance/audit-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { AuditFindingCard } from '../parts/audit-finding-card.tsx';
import { RetentionCard } from '../parts/audit-retention-card.tsx';
import { AuditRunFacts } from '../parts/audit-run-facts.tsx';

/** What an inspector would find in the lab's own records, with the citation, the evidence and the fix. */
export function AuditScreen() {
  const { t } = useTranslation('selfAudit');
  const api = useApi().maintenance.audit;
  const latest = useQuery(api.latest.queryOptions());
  const run = useMutation(api.run.mutationOptions());
  return (
    <Screen
      title={t('title')}
      actions={{ primary: { label: t('run'), isPending: run.isPending, onPress: () => run.mutate(undefined) } }}
      side={
        <>
          {latest.data !== undefined && <AuditRunFacts run={latest.data.run} nextAt={latest.data.nextAt} />}
          <RetentionCard />
        </>
      }
    >
      <p className={rowStyles.muted}>{t('intro')}</p>
      <MutationError mutation={run} />
      <Loaded query={latest}>
        {(data) =>
          data.run === null ? (
            <EmptyState title={t('neverTitle')}>
              <p>{t('neverMore')}</p>
            </EmptyState>
          ) : (
            <Findings run={data.run} findings={data.findings} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function Findings({ run, findings }: { readonly run: AuditRun; readonly findings: readonly AuditFinding[] }) {
  const { t } = useTranslation('selfAudit');
  const rules = useQuery(useApi().maintenance.audit.rules.queryOptions()).data?.rules ?? [];
  const deficiencies = findings.filter(({ grade }) => grade === 'deficiency');
  const risks = findings.filter(({ grade }) => grade === 'risk');
  const citationOf = (rule: string) => rules.find((each) => each.rule === rule)?.citation ?? '';
  return (
    <>
      {findings.length === 0 ? (
        <Banner tone="good" title={t('cleanTitle')}>
          <p>{t('cleanMore', { count: Math.max(0, rules.length - run.notEvaluated.length) })}</p>
        </Banner>
      ) : deficiencies.length === 0 ? (
        <Banner tone="attention" title={t('foundRisk', { count: risks.length })} />
      ) : (
        <Banner tone="stop" title={t('found', { count: deficiencies.length })}>
          {risks.length > 0 && <p>{t('alsoRisk', { count: risks.length })}</p>}
        </Banner>
      )}
      {[...deficiencies, ...risks].map((finding) => (
        <AuditFindingCard key={finding.id} finding={finding} citation={citationOf(finding.rule)} />
      ))}
      {run.notEvaluated.length > 0 && <NotEvaluated rules={run.notEvaluated} citationOf={citationOf} />}
    </>
  );
}

interface NotEvaluatedProps {
  readonly rules: readonly string[];
  readonly citationOf: (rule: string) => string;
}

function NotEvaluated({ rules, citationOf }: NotEvaluatedProps) {
  const { t } = useTranslation('selfAudit');
  const say = useSay();
  return (
    <Card title={t('notEvaluated')} tone="unknown">
      <p>{t('notEvaluatedMore')}</p>
      <ul className={rowStyles.plain}>
        {rules.map((rule) => (
          <li key={rule}>
            {rule}: {say(`audit.${rule}.title`)} <span className={rowStyles.muted}>{citationOf(rule)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
