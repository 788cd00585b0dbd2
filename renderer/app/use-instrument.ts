import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCard } from '../data/data-layer.tsx';
import type { Crumb } from './screen.tsx';

const route = getRouteApi('/instruments/$id');

/** The instrument of the shown screen: its id, its live card, and the way back to the Bench. */
export function useInstrument() {
  const { t } = useTranslation('instruments');
  const { id } = route.useParams();
  const card = useCard(id);
  const crumbs: readonly Crumb[] = [{ label: t('bench'), to: '/bench' }];
  return { id, card, title: card?.name ?? t('title'), crumbs };
}
