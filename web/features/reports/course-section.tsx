import "@mantine/charts/styles.layer.css";
import { SegmentedControl, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { useTexts } from "../../ui/language.ts";
import { BackChart } from "./back-chart.tsx";
import { happened } from "./chart-data.ts";
import { ClaimsChart } from "./claims-chart.tsx";
import { OutcomesChart } from "./outcomes-chart.tsx";
import { PlacesChart } from "./places-chart.tsx";
import { reportTexts } from "./report-texts.ts";
import { Section } from "./section.tsx";
import { UnitsChart } from "./units-chart.tsx";

export interface CourseSectionProps {
  readonly timeline: Schemas["SaleTimeline"];
  readonly saleId: string;
  readonly isDraw: boolean;
}

/** The charts; those over time show the opening first, where that shows more. */
export function CourseSection({ timeline, saleId, isDraw }: CourseSectionProps) {
  const t = useTexts(reportTexts);
  const { whole, opening, totals } = timeline;
  const [chosen, setChosen] = useState<"opening" | "whole">("opening");
  if (whole === null) return <Text size="sm">{t("neverOpened")}</Text>;
  const stretch = chosen === "opening" ? (opening ?? whole) : whole;
  const shown = { stretch, totals, fileName: `sale-${saleId}` };
  return (
    <Section title={t("course")}>
      {opening !== null && (
        <SegmentedControl
          aria-label={t("stretch")}
          style={{ alignSelf: "flex-start" }}
          data={[
            { value: "opening", label: t("opening") },
            { value: "whole", label: t("whole") },
          ]}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <UnitsChart {...shown} />
        <ClaimsChart {...shown} />
        <OutcomesChart {...shown} />
        {isDraw && <PlacesChart {...shown} />}
        {happened(stretch, ["expired", "released", "returned"]) && <BackChart {...shown} />}
      </SimpleGrid>
    </Section>
  );
}
