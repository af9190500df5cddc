import type { Migration } from 'kysely';
import { accounts } from './001-accounts.ts';
import { scoreConfigs } from './002-score-configs.ts';
import { media } from './003-media.ts';
import { dashboards } from './004-dashboards.ts';
import { prices } from './005-prices.ts';
import { quotas } from './006-quotas.ts';
import { reprice } from './007-reprice.ts';
import { quotaRaisesEnd } from './008-quota-raises-end.ts';
import { statements } from './009-statements.ts';
import { priceRegions } from './010-price-regions.ts';
import { savingDismissals } from './011-saving-dismissals.ts';
import { displayCurrency } from './012-display-currency.ts';
import { errorNotes } from './013-error-notes.ts';
import { presenceSettings } from './014-presence-settings.ts';
import { browserKeys } from './015-browser-keys.ts';
import { userPseudonyms } from './016-user-pseudonyms.ts';
import { expectedInParallel } from './017-expected-in-parallel.ts';
import { signedUsers } from './018-signed-users.ts';
import { channels } from './019-channels.ts';
import { alerts } from './020-alerts.ts';
import { reports } from './021-reports.ts';
import { leases } from './022-leases.ts';
import { retention } from './023-retention.ts';
import { exports } from './024-exports.ts';
import { erasures } from './025-erasures.ts';

/** In order, each applied once. A migration that was released is never edited: write another. */
export const MIGRATIONS: Record<string, Migration> = {
  '001-accounts': accounts,
  '002-score-configs': scoreConfigs,
  '003-media': media,
  '004-dashboards': dashboards,
  '005-prices': prices,
  '006-quotas': quotas,
  '007-reprice': reprice,
  '008-quota-raises-end': quotaRaisesEnd,
  '009-statements': statements,
  '010-price-regions': priceRegions,
  '011-saving-dismissals': savingDismissals,
  '012-display-currency': displayCurrency,
  '013-error-notes': errorNotes,
  '014-presence-settings': presenceSettings,
  '015-browser-keys': browserKeys,
  '016-user-pseudonyms': userPseudonyms,
  '017-expected-in-parallel': expectedInParallel,
  '018-signed-users': signedUsers,
  '019-channels': channels,
  '020-alerts': alerts,
  '021-reports': reports,
  '022-leases': leases,
  '023-retention': retention,
  '024-exports': exports,
  '025-erasures': erasures,
};
