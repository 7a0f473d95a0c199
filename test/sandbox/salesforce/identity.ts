import type { Org } from './org.ts';
import { formatDatetime } from './formatValue.ts';

/** The org leaves the version for the client to fill in. */
const VERSION_PLACEHOLDER = '{version}';

/** The `id` of a token answer: organization and user are its last two segments. */
export function identityUrl(org: Org, origin: string): string {
  return `${origin}/id/${org.id}/${org.apiUserId}`;
}

const displayName = (org: Org): string => {
  const users = org.catalog.source('User')!;
  return String(users.accessor('Name')(users.rowOf(org.apiUserId)));
};

function urls(origin: string): Record<string, string> {
  const rest = `${origin}/services/data/v${VERSION_PLACEHOLDER}`;
  return {
    rest: `${rest}/`,
    sobjects: `${rest}/sobjects/`,
    search: `${rest}/search/`,
    query: `${rest}/query/`,
    recent: `${rest}/recent/`,
    custom_domain: origin,
  };
}

/** `GET /id/{org}/{user}` */
export function identityBody(org: Org, origin: string): Record<string, unknown> {
  return {
    id: identityUrl(org, origin),
    asserted_user: true,
    user_id: org.apiUserId,
    organization_id: org.id,
    username: org.username,
    nick_name: 'rollcall.integration',
    display_name: displayName(org),
    email: org.username,
    email_verified: true,
    first_name: 'Rollcall',
    last_name: 'Integration',
    timezone: 'America/New_York',
    photos: {},
    addr_street: null,
    mobile_phone: null,
    status: {},
    urls: urls(origin),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: -18_000_000,
    last_modified_date: formatDatetime(org.nowSecond() - 86_400),
    is_app_installed: true,
  };
}

/** `GET /services/oauth2/userinfo` */
export function userInfoBody(org: Org, origin: string): Record<string, unknown> {
  return {
    sub: identityUrl(org, origin),
    user_id: org.apiUserId,
    organization_id: org.id,
    preferred_username: org.username,
    nickname: 'rollcall.integration',
    name: displayName(org),
    email: org.username,
    email_verified: true,
    given_name: 'Rollcall',
    family_name: 'Integration',
    zoneinfo: 'America/New_York',
    urls: urls(origin),
    active: true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: 'en_US',
    utcOffset: -18_000_000,
    updated_at: formatDatetime(org.nowSecond() - 86_400),
    is_app_installed: true,
  };
}
