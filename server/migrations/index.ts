import type { Migrations } from "../platform/database/migrate.ts";
import { migration as platform } from "./0001-platform.ts";
import { migration as accounts } from "./0002-accounts.ts";
import { migration as catalogue } from "./0003-catalogue.ts";
import { migration as sales } from "./0004-sales.ts";
import { migration as salePayments } from "./0005-sales-payments.ts";
import { migration as accountData } from "./0006-accounts-data.ts";
import { migration as orders } from "./0007-orders.ts";
import { migration as registrationRules } from "./0008-sales-registration.ts";
import { migration as friendCodesAndAppeals } from "./0009-sales-codes-and-appeals.ts";
import { migration as notices } from "./0010-notices.ts";
import { migration as deposits } from "./0011-orders-deposits.ts";
import { migration as depositNotices } from "./0012-notices-deposits.ts";
import { migration as settings } from "./0013-settings.ts";
import { migration as mailOutbox } from "./0014-platform-mails.ts";
import { migration as pictures } from "./0015-catalogue-pictures.ts";
import { migration as rehearsals } from "./0018-rehearsals.ts";
import { migration as signUpTraces } from "./0020-sales-sign-up-traces.ts";

/** Every migration, in the order in which they run. A name never changes once it has shipped. */
export const migrations: Migrations = {
  "0001-platform": platform,
  "0002-accounts": accounts,
  "0003-catalogue": catalogue,
  "0004-sales": sales,
  "0005-sales-payments": salePayments,
  "0006-accounts-data": accountData,
  "0007-orders": orders,
  "0008-sales-registration": registrationRules,
  "0009-sales-codes-and-appeals": friendCodesAndAppeals,
  "0010-notices": notices,
  "0011-orders-deposits": deposits,
  "0012-notices-deposits": depositNotices,
  "0013-settings": settings,
  "0014-platform-mails": mailOutbox,
  "0015-catalogue-pictures": pictures,
  "0018-rehearsals": rehearsals,
  "0020-sales-sign-up-traces": signUpTraces,
};
