import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { contactPageQuery, contactQuery } from '../api/contacts.ts';
import { overviewQuery } from '../api/overview.ts';
import { queryClient } from '../api/queryClient.ts';
import { runQuery } from '../api/runs.ts';
import { meQuery } from '../api/session.ts';
import { Root } from '../shell/Root.tsx';
import { NotFoundPage } from '../pages/account/NotFoundPage.tsx';
import { FailedPage } from '../pages/account/FailedPage.tsx';
import { parseQuery, printQuery, type QueryString } from './queryString.ts';

/**
 * The address scheme of the console. One page, one lazily loaded file; a page's data is asked for while its file is on
 * the way, on hovering a link already.
 */

const validateSearch = (search: Record<string, unknown>): QueryString => search as QueryString;

const root = createRootRoute({ component: Root, notFoundComponent: NotFoundPage, validateSearch });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/account/HomePage.tsx'), 'HomePage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../pages/account/SignInPage.tsx'), 'SignInPage'),
});
const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run/$token',
  component: lazyRouteComponent(() => import('../pages/account/FirstRunPage.tsx'), 'FirstRunPage'),
});
const newTeam = createRoute({
  getParentRoute: () => root,
  path: '/new-team',
  component: lazyRouteComponent(() => import('../pages/account/NewTeamPage.tsx'), 'NewTeamPage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/AccountPage.tsx'), 'AccountPage'),
});
const code = createRoute({
  getParentRoute: () => root,
  path: '/codes/$code',
  component: lazyRouteComponent(() => import('../pages/account/CodePage.tsx'), 'CodePage'),
});

const team = createRoute({
  getParentRoute: () => root,
  path: '/t/$team',
  loader: () => void queryClient.prefetchQuery(meQuery),
  component: lazyRouteComponent(() => import('../shell/TeamShell.tsx'), 'TeamShell'),
});
const overview = createRoute({
  getParentRoute: () => team,
  path: '/',
  loader: ({ params }) => void queryClient.prefetchQuery(overviewQuery(params.team)),
  component: lazyRouteComponent(() => import('../pages/overview/OverviewPage.tsx'), 'OverviewPage'),
});
const contacts = createRoute({
  getParentRoute: () => team,
  path: '/contacts',
  loaderDeps: ({ search: { q, texting, after } }: { search: QueryString }) => ({ q, texting, after }),
  loader: ({ params, deps }) => void queryClient.prefetchQuery(contactPageQuery(params.team, deps)),
  component: lazyRouteComponent(() => import('../pages/contacts/ContactsPage.tsx'), 'ContactsPage'),
});
const contact = createRoute({
  getParentRoute: () => team,
  path: '/contacts/$contact',
  loader: ({ params }) => void queryClient.prefetchQuery(contactQuery(params.team, params.contact)),
  component: lazyRouteComponent(() => import('../pages/contacts/ContactPage.tsx'), 'ContactPage'),
});
const run = createRoute({
  getParentRoute: () => team,
  path: '/runs/$run',
  loader: ({ params }) => void queryClient.prefetchQuery(runQuery(params.team, params.run)),
  component: lazyRouteComponent(() => import('../pages/runs/RunPage.tsx'), 'RunPage'),
});

const integrations = createRoute({
  getParentRoute: () => team,
  path: '/integrations',
  component: lazyRouteComponent(() => import('../pages/integrations/IntegrationsPage.tsx'), 'IntegrationsPage'),
});
const addConnection = createRoute({
  getParentRoute: () => team,
  path: '/integrations/new',
  component: lazyRouteComponent(() => import('../pages/integrations/AddConnectionPage.tsx'), 'AddConnectionPage'),
});
const connection = createRoute({
  getParentRoute: () => team,
  path: '/integrations/$connection',
  component: lazyRouteComponent(() => import('../pages/integrations/ConnectionLayout.tsx'), 'ConnectionLayout'),
});
const summary = createRoute({
  getParentRoute: () => connection,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/integrations/SummaryPage.tsx'), 'SummaryPage'),
});
const authentication = createRoute({
  getParentRoute: () => connection,
  path: '/authentication',
  component: lazyRouteComponent(() => import('../pages/integrations/AuthenticationPage.tsx'), 'AuthenticationPage'),
});
const importIndex = createRoute({
  getParentRoute: () => connection,
  path: '/import',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/t/$team/integrations/$connection/import/$recordType',
      params: { ...params, recordType: 'contact' },
    });
  },
});
const contactImport = createRoute({
  getParentRoute: () => connection,
  path: '/import/$recordType',
  component: lazyRouteComponent(() => import('../pages/integrations/ContactImportPage.tsx'), 'ContactImportPage'),
});
const optOut = createRoute({
  getParentRoute: () => connection,
  path: '/opt-out',
  component: lazyRouteComponent(() => import('../pages/integrations/OptOutPage.tsx'), 'OptOutPage'),
});
const schedule = createRoute({
  getParentRoute: () => connection,
  path: '/schedule',
  component: lazyRouteComponent(() => import('../pages/integrations/SchedulePage.tsx'), 'SchedulePage'),
});
const notifications = createRoute({
  getParentRoute: () => connection,
  path: '/notifications',
  component: lazyRouteComponent(() => import('../pages/integrations/NotificationsPage.tsx'), 'NotificationsPage'),
});
const history = createRoute({
  getParentRoute: () => connection,
  path: '/history',
  component: lazyRouteComponent(() => import('../pages/integrations/HistoryPage.tsx'), 'HistoryPage'),
});
const preview = createRoute({
  getParentRoute: () => team,
  path: '/integrations/$connection/previews/$preview',
  component: lazyRouteComponent(() => import('../pages/integrations/PreviewPage.tsx'), 'PreviewPage'),
});

const waiting = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs',
  component: lazyRouteComponent(() => import('../pages/optOuts/WaitingPage.tsx'), 'WaitingPage'),
});
const review = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/review',
  component: lazyRouteComponent(() => import('../pages/optOuts/ReviewPage.tsx'), 'ReviewPage'),
});
const conflicts = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/conflicts',
  component: lazyRouteComponent(() => import('../pages/optOuts/ConflictsPage.tsx'), 'ConflictsPage'),
});
const deadLetters = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/dead-letters',
  component: lazyRouteComponent(() => import('../pages/optOuts/DeadLettersPage.tsx'), 'DeadLettersPage'),
});
const drift = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/drift',
  component: lazyRouteComponent(() => import('../pages/optOuts/DriftPage.tsx'), 'DriftPage'),
});
const driftReport = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/drift/$audit',
  component: lazyRouteComponent(() => import('../pages/optOuts/DriftReportPage.tsx'), 'DriftReportPage'),
});
const report = createRoute({
  getParentRoute: () => team,
  path: '/opt-outs/report',
  component: lazyRouteComponent(() => import('../pages/optOuts/ReportPage.tsx'), 'ReportPage'),
});

const dataIndex = createRoute({
  getParentRoute: () => team,
  path: '/data',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/t/$team/data/fields', params });
  },
});
const fields = createRoute({
  getParentRoute: () => team,
  path: '/data/fields',
  component: lazyRouteComponent(() => import('../pages/data/FieldsPage.tsx'), 'FieldsPage'),
});
const settingsIndex = createRoute({
  getParentRoute: () => team,
  path: '/settings',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/t/$team/settings/consent', params });
  },
});
const consent = createRoute({
  getParentRoute: () => team,
  path: '/settings/consent',
  component: lazyRouteComponent(() => import('../pages/settings/ConsentPage.tsx'), 'ConsentPage'),
});
const tokens = createRoute({
  getParentRoute: () => team,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('../pages/settings/TokensPage.tsx'), 'TokensPage'),
});
const webhooks = createRoute({
  getParentRoute: () => team,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('../pages/settings/WebhooksPage.tsx'), 'WebhooksPage'),
});

const tree = root.addChildren([
  home,
  signIn,
  firstRun,
  newTeam,
  account,
  code,
  team.addChildren([
    overview,
    contacts,
    contact,
    run,
    waiting,
    review,
    conflicts,
    deadLetters,
    drift,
    driftReport,
    report,
    integrations,
    addConnection,
    connection.addChildren([
      summary,
      authentication,
      importIndex,
      contactImport,
      optOut,
      schedule,
      notifications,
      history,
    ]),
    preview,
    dataIndex,
    fields,
    settingsIndex,
    consent,
    tokens,
    webhooks,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch: parseQuery,
  stringifySearch: printQuery,
  defaultPreload: 'intent',
  defaultErrorComponent: FailedPage,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
