import type { ConfigurationLine } from '../../../../shared/modules/support/contract.ts';
import { useSay } from '../../../i18n/say.ts';

/** What a line is called: our own lines by our words, a factor or a person's line by its own name. */
export function useSayKey(): (group: ConfigurationLine['group'], key: string) => string {
  const say = useSay();
  return (group, key) => (group === 'wire' || group === 'register' ? say(`configuration.key.${key}`) : key);
}
