import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ConnectorError } from './errors.ts';

/**
 * Keeps connectors from being sent to addresses inside our own network (server-side request forgery). An admin types
 * the host, so it is checked twice: `assertHostAllowed` gives a readable answer early, and the agents of
 * `openGuardedAgents` check every address again at the moment a socket is opened, on the very answer that is connected
 * to. A name that resolves to a public address first and to a private one later (DNS rebinding) is therefore refused as
 * well.
 *
 * Redirects are not followed by these agents; whoever uses them must not follow them to another host with a token.
 */

/** IANA special-purpose ranges that are not globally reachable, and those that embed an IPv4 address. */
const IPV4_REFUSED = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const IPV6_REFUSED = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
/** IPv6 prefixes whose last 32 bits are an IPv4 address: mapped, and the well-known NAT64 prefix. */
const IPV4_INSIDE = ['::ffff:0:0/96', '64:ff9b::/96'];

function blockList(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits = ''] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}

const refusedV4 = blockList(IPV4_REFUSED, 'ipv4');
const refusedV6 = blockList(IPV6_REFUSED, 'ipv6');
const holdsV4 = blockList(IPV4_INSIDE, 'ipv6');

/**
 * Whether an IP address (without brackets) is loopback, private, link-local, carrier-grade NAT, multicast, unspecified
 * or otherwise not a public unicast address. Text that is no address counts as private: when in doubt, refuse.
 */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return refusedV4.check(bare, 'ipv4');
  if (family !== 6) return true;
  if (holdsV4.check(bare, 'ipv6')) return refusedV4.check(embeddedV4(bare), 'ipv4');
  return refusedV6.check(bare, 'ipv6');
}

/** The last 32 bits of an IPv6 address in dotted form. */
function embeddedV4(address: string): string {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  // WHATWG URLs write the shortest form, so `::` can stand for part of the last 32 bits as well.
  const groups = address.endsWith('::')
    ? ['0', '0']
    : address
        .split(':')
        .slice(-2)
        .map((group) => group || '0');
  const bits = groups.map((group) => Number.parseInt(group, 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

/**
 * Whether a host as it stands in a URL is private by its own text: an address, or a `localhost` name. No look-up is
 * made.
 */
export function isPrivateHostText(host: string): boolean {
  const bare = bareHost(host);
  if (isIP(bare) !== 0) return isPrivateAddress(bare);
  return bare === 'localhost' || bare.endsWith('.localhost');
}

function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function refusal(host: string): ConnectorError {
  return new ConnectorError(
    'HOST_REFUSED',
    `${host} was not called: it is, or resolves to, an address inside a private network. Use the public address of ` +
      'the service.',
    { kind: 'never' },
  );
}

/**
 * Resolves a host and refuses it when any of its addresses is private.
 *
 * @param resolve - replaces the system's resolver, for tests
 * @throws ConnectorError `HOST_REFUSED`; a name that does not resolve passes, for the connection itself then says so
 */
export async function assertHostAllowed(
  host: string,
  allowPrivateHosts: boolean,
  resolve: typeof systemLookup = systemLookup,
): Promise<void> {
  if (allowPrivateHosts) return;
  if (isPrivateHostText(host)) throw refusal(host);
  const bare = bareHost(host);
  if (isIP(bare) !== 0) return;
  const addresses = await new Promise<readonly LookupAddress[]>((settle) => {
    resolve(bare, { all: true }, (error, found) => settle(error ? [] : found));
  });
  if (addresses.some(({ address }) => isPrivateAddress(address))) throw refusal(host);
}

/** A `lookup` for sockets that fails with `HOST_REFUSED` when any address a name resolves to is private. */
export function guardedLookup(resolve: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    const wanted: LookupOptions & { all: true } = { ...options, all: true };
    resolve(hostname, wanted, (error, addresses) => {
      const first = addresses?.[0];
      if (error) return callback(error, '', 0);
      if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
        return callback(refusal(hostname), '', 0);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/**
 * Keep-alive agents for `node:http`, `node:https` and axios; hand over both, for a URL's scheme decides which is used.
 */
export interface GuardedAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** Closes all sockets, idle and busy. */
  close(): void;
}

/**
 * Opens agents that refuse private addresses at connect time unless they are allowed.
 *
 * @param resolve - replaces the system's resolver, for tests
 */
export function openGuardedAgents(
  options: { readonly allowPrivateHosts: boolean; readonly maxSockets?: number },
  resolve?: typeof systemLookup,
): GuardedAgents {
  const agentOptions: AgentOptions = { keepAlive: true, maxSockets: options.maxSockets ?? 16 };
  if (!options.allowPrivateHosts) agentOptions.lookup = guardedLookup(resolve);
  const http = new HttpAgent(agentOptions);
  const https = new HttpsAgent(agentOptions);
  if (!options.allowPrivateHosts) {
    refuseLiterals(http);
    refuseLiterals(https);
  }
  return {
    http,
    https,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

/** `lookup` is not asked when the host is an address already, so that case is caught where the socket is made. */
function refuseLiterals(agent: HttpAgent): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const host = String(options.host ?? '');
    if (!isPrivateHostText(host)) return connect(options, callback);
    if (!callback) throw refusal(host);
    // Two arguments are typed, but an error ends the request whatever stands in the second.
    process.nextTick(() => (callback as (error: Error) => void)(refusal(host)));
    return undefined;
  };
}
