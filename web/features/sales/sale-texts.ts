import { defineTexts } from "../../ui/language.ts";

/** Words of the frame around one sale. */
export const saleTexts = defineTexts(
  "sale",
  {
    tabs: "Parts of this sale",
    overview: "Overview",
    controlRoom: "Control room",
    registrations: "Registrations",
    orders: "Orders",
    report: "Report",
  },
  {
    tabs: "本次发售的各部分",
    overview: "概览",
    controlRoom: "控制室",
    registrations: "登记",
    orders: "订单",
    report: "报告",
  },
);
