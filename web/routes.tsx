import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readSearch, writeSearch } from './paths.ts'
import { Frame } from './shell/Frame.tsx'
import { BrokenPage, NotFoundPage, PendingPage } from './shell/pages.tsx'

/** Modules of screens; a page is a named export, loaded when it is first opened. */
type Screens = () => Promise<Record<string, unknown>>

const root = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: BrokenPage })

/** Screens inside the frame, for people who are signed in. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  notFoundComponent: NotFoundPage,
})

const page = (path: string, screens: Screens, name: string) =>
  createRoute({ getParentRoute: () => frame, path, component: lazyRouteComponent(screens as never, name as never) })

/** A screen before one is inside. */
const door = (path: string, screens: Screens, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(screens as never, name as never) })

const doors = [
  door('/sign-in', () => import('./staff/SignInPage.tsx'), 'SignInPage'),
  door('/link', () => import('./staff/LinkPage.tsx'), 'LinkPage'),
  door('/setup', () => import('./staff/SetupPage.tsx'), 'SetupPage'),
]

/** The sitemap: screens inside the frame. */
const framed = [
  page('/', () => import('./desk/TodayPage.tsx'), 'TodayPage'),
  page('/customers', () => import('./customers/list/CustomersPage.tsx'), 'CustomersPage'),
  page('/customers/proposals', () => import('./customers/matching/ProposalsPage.tsx'), 'ProposalsPage'),
  page('/customers/$id', () => import('./customers/record/CustomerPage.tsx'), 'CustomerPage'),
  page('/orders', () => import('./purchases/orders/OrdersPage.tsx'), 'OrdersPage'),
  page('/orders/$customerId/$id', () => import('./purchases/orders/OrderPage.tsx'), 'OrderPage'),
  page('/products', () => import('./purchases/products/ProductsPage.tsx'), 'ProductsPage'),
  page('/products/$id', () => import('./purchases/products/ProductPage.tsx'), 'ProductPage'),
  page('/analysis', () => import('./analysis/rfm/RfmPage.tsx'), 'RfmPage'),
  page('/analysis/migration', () => import('./analysis/rfm/MigrationPage.tsx'), 'MigrationPage'),
  page('/analysis/cpm', () => import('./analysis/charts/CpmPage.tsx'), 'CpmPage'),
  page('/analysis/deciles', () => import('./analysis/charts/DecilesPage.tsx'), 'DecilesPage'),
  page('/analysis/channels', () => import('./analysis/charts/ChannelsPage.tsx'), 'ChannelsPage'),
  page('/analysis/f2', () => import('./analysis/charts/F2Page.tsx'), 'F2Page'),
  page('/analysis/discoveries', () => import('./analysis/discoveries/DiscoveriesPage.tsx'), 'DiscoveriesPage'),
  page('/analysis/fans', () => import('./analysis/fans/FansPage.tsx'), 'FansPage'),
  page('/analysis/fans/definition', () => import('./analysis/fans/DefinitionPage.tsx'), 'DefinitionPage'),
  page('/analysis/lifetime', () => import('./analysis/forecasts/LifetimePage.tsx'), 'LifetimePage'),
  page('/analysis/trust', () => import('./analysis/forecasts/TrustPage.tsx'), 'TrustPage'),
  page('/analysis/offers', () => import('./analysis/offers/OffersPage.tsx'), 'OffersPage'),
  page('/analysis/affinity', () => import('./analysis/offers/AffinityPage.tsx'), 'AffinityPage'),
  page('/analysis/due', () => import('./analysis/offers/DuePage.tsx'), 'DuePage'),
  page('/analysis/cohorts', () => import('./analysis/cohorts/CohortsPage.tsx'), 'CohortsPage'),
  page('/analysis/repeat', () => import('./analysis/cohorts/RepeatPage.tsx'), 'RepeatPage'),
  page('/analysis/curves', () => import('./analysis/cohorts/CurvesPage.tsx'), 'CurvesPage'),
  page('/analysis/rules', () => import('./analysis/rules/RulesPage.tsx'), 'RulesPage'),
  page('/forms', () => import('./connectors/forms/FormsPage.tsx'), 'FormsPage'),
  page('/forms/$id', () => import('./connectors/forms/FormPage.tsx'), 'FormPage'),
  page('/forms/$id/answers', () => import('./connectors/forms/AnswersPage.tsx'), 'AnswersPage'),
  page('/connections', () => import('./connectors/connections/ConnectionsPage.tsx'), 'ConnectionsPage'),
  page('/connections/new', () => import('./connectors/connections/NewConnectionPage.tsx'), 'NewConnectionPage'),
  page('/connections/$id', () => import('./connectors/connections/ConnectionPage.tsx'), 'ConnectionPage'),
  page('/imports', () => import('./connectors/ImportsPage.tsx'), 'ImportsPage'),
  page('/imports/$id', () => import('./connectors/ImportPage.tsx'), 'ImportPage'),
  page('/jobs', () => import('./jobs/JobsPage.tsx'), 'JobsPage'),
  page('/jobs/$id', () => import('./jobs/JobPage.tsx'), 'JobPage'),
  page('/profile', () => import('./staff/ProfilePage.tsx'), 'ProfilePage'),
]

const setting = (path: string, screens: Screens, name: string) => page(`/settings/${path}`, screens, name)

const settings = [
  page('/settings', () => import('./settings/SettingsPage.tsx'), 'SettingsIndexPage'),
  setting('company', () => import('./settings/CompanyPage.tsx'), 'CompanyPage'),
  setting('mail', () => import('./settings/mail/MailPage.tsx'), 'MailPage'),
  setting('demo', () => import('./demo/DemoPage.tsx'), 'DemoPage'),
  setting('stores', () => import('./settings/StoresPage.tsx'), 'StoresPage'),
  setting('channels', () => import('./settings/ChannelsPage.tsx'), 'ChannelsPage'),
  setting('attributes', () => import('./settings/AttributesPage.tsx'), 'AttributesPage'),
  setting('tags', () => import('./settings/TagsPage.tsx'), 'TagsPage'),
  setting('matching', () => import('./customers/matching/SettingsPage.tsx'), 'MatchingSettingsPage'),
  setting('staff', () => import('./settings/StaffPage.tsx'), 'StaffPage'),
  setting('roles', () => import('./settings/RolesPage.tsx'), 'RolesPage'),
  setting('keys', () => import('./settings/KeysPage.tsx'), 'KeysPage'),
  setting('offers', () => import('./settings/embed/EmbedPage.tsx'), 'EmbedPage'),
  setting('audit', () => import('./settings/AuditPage.tsx'), 'AuditPage'),
  setting('appearance', () => import('./settings/AppearancePage.tsx'), 'AppearancePage'),
]

/** Every address there is; `$name` stands for an id. */
export const sitemap = [
  ...doors.map(({ options }) => ({ path: (options as { path: string }).path, isDoor: true })),
  ...[...framed, ...settings].map(({ options }) => ({ path: (options as { path: string }).path, isDoor: false })),
]

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([...doors, frame.addChildren([...framed, ...settings])]),
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingMs: 300,
  })
}
