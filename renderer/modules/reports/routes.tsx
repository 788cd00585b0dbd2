import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from '../../app/frame-route.ts';

/** Answers a form begins with, from the address: `/reports/month-grid?instrumentId=...&month=2026-11`. */
export type ReportSearch = Readonly<Record<string, string>>;

const texts = (search: Record<string, unknown>): ReportSearch =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    ),
  );

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/reports',
    component: lazyRouteComponent(() => import('./screens/reports-screen.tsx'), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/reports/export',
    component: lazyRouteComponent(() => import('./screens/export-screen.tsx'), 'ExportScreen'),
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/reports/$reportId',
    validateSearch: texts,
    component: lazyRouteComponent(() => import('./screens/report-screen.tsx'), 'ReportScreen'),
  }),
] as const;
