/*
 * Conventions of the page (read this before adding a screen)
 *
 * ROUTES. Each module has `renderer/modules/<m>/routes.tsx` with code routes under `frameRoute` (from ./frame-route.ts,
 *   never from this file: that would be a cycle) and lists them here. Screens are lazy:
 *     export const errorsRoute = createRoute({
 *       getParentRoute: () => frameRoute, path: '/errors',
 *       component: lazyRouteComponent(() => import('./screens/errors-screen.tsx'), 'ErrorsScreen') });
 *   A module's screen of one instrument hangs under `instrumentRoute` (app/instrument-route.ts); `useInstrument()` of
 *   app/use-instrument.ts gives it the card. Modules never import each other.
 *   Params: `getRouteApi('/instruments/$id/now').useParams()`. Links: <ButtonLink to="/errors/$errorId" params={{...}}>
 *   (ui-like, app/button-link.tsx) or <Link> of the router. Hash history in the app, memory history in tests.
 * SCREENS. A screen returns <Screen title crumbs actions side> (app/screen.tsx). `title` becomes the one h1 in the top
 *   line, `crumbs` the way to it. `actions={{ state, secondary, primary }}` draws the action bar: `primary` is also
 *   Enter (Ctrl+Enter inside a long text). Put the main column in children, one panel in `side`
 *   (folds under below 1600 px).
 * DATA. `useApi()` gives query/mutation options from the contract: useQuery(api.errors.list.queryOptions({ input })),
 *   useMutation(api.errors.resolve.mutationOptions()). Draw queries with <Loaded query>, failed commands with
 *   <MutationError mutation>. A query re-reads when the host announces its module's name as a topic; name others with
 *   `meta: { topics: ['errors', 'messages'] }`. Live streams: useStream(key, (client, signal) => ..., handlers).
 *   `useCards()`/`useCard(id)` are kept fresh by the live stream: do not poll. Memoise rows (`memo`) so that DOM nodes
 *   keep their identity. Never copy a row into a store; zustand is for UI state only.
 * WORDS. No sentence in a component. What a module's screens say is in `renderer/modules/<m>/words.ts` (nested, typed;
 *   namespace = module name): const { t } = useTranslation('errors'); t('list.empty'). Keys that come from the host
 *   (`next.key`, timeline `key`, `errors.state.*`) are in `shared/modules/<m>/words.ts`: useSay()(key, data). Error
 *   codes: useSayCode()(toPageError(error)); they are in the same host tables, page-only ones in i18n/en/codes.ts.
 * LOOK. Only tokens (ui/tokens.css), CSS modules beside the component, sizes in rem (bench mode scales them), targets
 *   >= var(--target). State = <StateMark tone>word</StateMark>, where a record is = <RecordMark place>. No style
 *   attributes in markup strings; React's style prop is fine (it sets CSSOM). Times: <TimeText>. Codes/bytes: <CodeText>.
 *   The link doctor's report is drawn by <DoctorVerdict report> and <DoctorAdvice report onTry> (ui/doctor-report.tsx).
 * COMMANDS. `useCommands(source, [{ id, label, run }], key)` (app/commands.ts) puts commands of the shown screen into Ctrl+K.
 * SESSION. `useSession()` (data/session.ts): who acts, and `may(permission)` to leave out what would be refused anyway; the
 *   host decides. While nobody may act the frame covers everything (modules/people/parts/session-cover.tsx): a screen stays
 *   mounted under it with its drafts, and calls that are refused for want of a sign-in wait and go on (data/session-gate.ts).
 * SIGNING. `useSigning().sign({ title, lines, meaning, act })` (app/signing.ts, docs/decisions/0050-signing-sheet.md) opens
 *   the one signing sheet; signatures are shown with <SignatureMarks signatures> (ui/signature-mark.tsx).
 * OVERLAYS. "Enter an error" (Ctrl+E, or a scanner) is opened with `openErrorEntry({ instrumentId, code, origin })` of
 *   app/overlays.ts; the frame draws `modules/errors/parts/error-entry-sheet.tsx` lazily.
 * SCANS. A code from a scanner, typed by a keyboard scanner or sent by one on a serial port, is given to `useTakeScan` (app/),
 *   which asks the shown screen first: useScanTaker(isWaiting, take) of app/scan-taker.ts.
 */
import { createMemoryHistory, createRoute, createRouter, type RouterHistory, redirect } from '@tanstack/react-router';
import type { DataLayer } from '../data/data-layer.tsx';
import { benchRoutes } from '../modules/bench/routes.tsx';
import { calibrationRoutes, calibrationTabs } from '../modules/calibration/routes.tsx';
import { casesRoutes, casesTabs } from '../modules/cases/routes.tsx';
import { cytometryTabs } from '../modules/cytometry/routes.tsx';
import { definitionsRoutes, namesRoute } from '../modules/definitions/routes.tsx';
import { errorsRoutes, errorsTab } from '../modules/errors/routes.tsx';
import { instrumentsRoutes, instrumentsTabs } from '../modules/instruments/routes.tsx';
import { joiningRoutes } from '../modules/joining/routes.tsx';
import { maintenanceRoutes, maintenanceTabs } from '../modules/maintenance/routes.tsx';
import { messagesTab } from '../modules/messages/routes.tsx';
import { microscopyRoutes, microscopyTabs } from '../modules/microscopy/routes.tsx';
import { peopleRoutes } from '../modules/people/routes.tsx';
import { processingRoutes, processingTabs } from '../modules/processing/routes.tsx';
import { reportsRoutes } from '../modules/reports/routes.tsx';
import { scannerRoutes } from '../modules/scanner/routes.tsx';
import { sopRoutes } from '../modules/sop/routes.tsx';
import { supportTabs } from '../modules/support/routes.tsx';
import { syncRoutes } from '../modules/sync/routes.tsx';
import { systemRoutes } from '../modules/system/routes.tsx';
import { troubleshootingRoutes } from '../modules/troubleshooting/routes.tsx';
import { wireTab } from '../modules/wire/routes.tsx';
import { frameRoute } from './frame-route.ts';
import { instrumentRoute } from './instrument-route.ts';

const startRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/bench' });
  },
});

const routeTree = frameRoute.addChildren([
  startRoute,
  ...benchRoutes,
  ...instrumentsRoutes,
  instrumentRoute.addChildren([
    ...instrumentsTabs,
    errorsTab,
    messagesTab,
    wireTab,
    ...maintenanceTabs,
    ...calibrationTabs,
    ...casesTabs,
    ...processingTabs,
    ...cytometryTabs,
    ...microscopyTabs,
    ...supportTabs,
    namesRoute,
  ]),
  ...errorsRoutes,
  ...troubleshootingRoutes,
  ...maintenanceRoutes,
  ...peopleRoutes,
  ...reportsRoutes,
  ...casesRoutes,
  ...scannerRoutes,
  ...sopRoutes,
  ...calibrationRoutes,
  ...microscopyRoutes,
  ...processingRoutes,
  ...definitionsRoutes,
  ...joiningRoutes,
  ...syncRoutes,
  ...systemRoutes,
]);

/** The router over a history: hash in the app, memory in tests. */
export function createAppRouter(
  layer: DataLayer,
  history: RouterHistory = createMemoryHistory({ initialEntries: ['/bench'] }),
) {
  return createRouter({
    routeTree,
    context: { layer },
    history,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: false,
    defaultPendingMs: 300,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
