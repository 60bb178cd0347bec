import { inTransaction } from "../../../platform/database/database.ts";
import type { GrantedCode } from "../../sales/index.ts";
import { nameUnits } from "../sources/name-units.ts";
import { codePath, type NoticesContext, SaleBook } from "../sources/source.ts";
import { noticesIn } from "../store.ts";
import { codeGranted } from "../texts/place-words.ts";
import { renderMail } from "../texts/render-mail.ts";
import { speechIn } from "../texts/speech.ts";

/**
 * Mails friend codes to their fans at once. A code's text is nowhere else at rest: it goes straight
 * into the mail, whose body is erased when it has left.
 */
export async function mailCodes(
  context: NoticesContext,
  codes: readonly GrantedCode[],
): Promise<void> {
  const { accounts, platform, sales } = context;
  const book = new SaleBook(sales);
  const lines = codes.map(({ variantId, units: quantity }) => ({ variantId, quantity }));
  const unitsOf = await nameUnits(context, lines);
  const sender = { brand: platform.brand.current().name, baseUrl: platform.config.baseUrl };
  const offered = await Promise.all(codes.map(({ saleId }) => book.find(saleId)));
  await inTransaction(platform.database, async (tx) => {
    // As for a batch: whoever is found behind this lock is not erased meanwhile.
    await noticesIn(tx).selectFrom("pace").select("version").forUpdate().execute();
    const fans = await accounts.findFans([...new Set(codes.map(({ fanId }) => fanId))], tx);
    const mails = codes.flatMap(({ saleId, number, code, fanId, expiresAt }, index) => {
      const fan = fans.get(fanId);
      const line = lines[index];
      const sale = offered[index];
      if (fan === undefined || line === undefined || sale === undefined) return [];
      const speech = speechIn(fan.locale);
      const words = codeGranted[fan.locale]({
        sale: speech.name(sale.names),
        code,
        units: unitsOf([line], fan.locale),
        until: expiresAt === null ? undefined : speech.instant(expiresAt),
      });
      const rendered = renderMail(words, codePath(saleId), fan.locale, sender);
      return [{ to: fan.email, key: `sale:${saleId}:code:${number}`, ...rendered }];
    });
    await platform.mail.send(tx, mails);
  });
}
