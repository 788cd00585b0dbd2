import type { AuditRuleInfo } from '../../shared/modules/maintenance/audit-contract.ts';
import type { Found, RuleResult } from '../../shared/modules/maintenance/audit-facts.ts';
import type { HostContext } from './module.ts';

/** What a rule found; the audit adds rule, id and the instrument's name. */
export type AuditFound = Found;

/**
 * One rule of the self-audit that a module brings along, over its own tables. Running, recording and showing it are the
 * maintenance module's; its words are in the module's `words.ts`: `audit.<rule>.title`, and `.seen` and `.fix` of
 * `audit.<rule>.<variant>`. A rule the self-audit knows already (`CC7`) may be added to: then its own title stands.
 */
export interface AuditSource extends AuditRuleInfo {
  /** Reads only. Null: there is nothing to look at, which is not the same as "in order". */
  find(context: HostContext): RuleResult | Promise<RuleResult>;
}
