import { AppError } from '../../shared/kernel/errors.ts';
import type { HubStore } from '../store/hub-store.ts';

/**
 * The site somebody means: by id or name, or the only one there is.
 *
 * @throws AppError `usage/no-such-site`, `usage/which-site`
 */
export async function chooseSite(
  store: HubStore,
  asked: string | undefined,
): Promise<{ readonly site: string; readonly name: string }> {
  const sites = await store.enrolment.sites();
  const meant = asked === undefined ? sites : sites.filter(({ site, name }) => site === asked || name === asked);
  const [only] = meant;
  if (only && meant.length === 1) return only;
  if (meant.length === 0) throw new AppError('usage/no-such-site', { site: asked ?? '' });
  throw new AppError('usage/which-site', { count: meant.length });
}
