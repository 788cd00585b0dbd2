import type { Sentence } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import { useSay } from '../../../i18n/say.ts';

/** A rule in words, sentence by sentence. */
export function RuleText({ rule }: { readonly rule: readonly Sentence[] }) {
  const say = useSay();
  return <>{rule.map((sentence) => say(sentence.key, sentence.data)).join(' ')}</>;
}
