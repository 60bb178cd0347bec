import { Alert, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconPhoto, IconTable } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";
import classes from "./chart-frame.module.css";
import { chartTexts } from "./chart-texts.ts";
import { type CsvCell, csvText } from "./csv.ts";
import { useTexts } from "./language.ts";
import { ScrollRegion } from "./scroll-region.tsx";
import { pictureOf, saveFile } from "./save-file.ts";

export interface ChartColumn {
  /** Of the value in each row. */
  readonly key: string;
  readonly label: string;
  /** How the table writes it; the CSV has it as it is. */
  readonly format?: ((value: string | number) => string) | undefined;
}

export interface ChartFrameProps {
  readonly title: string;
  /** One sentence with what the chart shows, for everybody, whoever sees the chart or not. */
  readonly summary: string;
  /** Without its ending. */
  readonly fileName: string;
  /** The first names the row. */
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly Readonly<Record<string, CsvCell>>[];
  /** The chart; whoever cannot see it has sentence and table. */
  readonly children: ReactNode;
}

/** A chart with its title, what it says in words, the same as a table, as PNG and as CSV. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, summary, fileName, columns, rows, children } = props;
  const t = useTexts(chartTexts);
  const figure = useRef<HTMLElement>(null);
  const tableId = useId();
  const [isTableShown, table] = useDisclosure();
  const [isDrawing, setIsDrawing] = useState(false);
  const [isFailed, setIsFailed] = useState(false);
  const savePicture = async () => {
    if (figure.current === null) return;
    setIsDrawing(true);
    setIsFailed(false);
    try {
      saveFile(await pictureOf(figure.current), `${fileName}.png`);
    } catch {
      setIsFailed(true);
    } finally {
      setIsDrawing(false);
    }
  };
  const saveData = () => {
    const cells = rows.map((row) => columns.map(({ key }) => row[key] ?? null));
    const text = csvText(
      columns.map(({ label }) => label),
      cells,
    );
    saveFile(new Blob([text], { type: "text/csv;charset=utf-8" }), `${fileName}.csv`);
  };
  return (
    <Stack className={classes["card"]} gap="sm">
      <figure ref={figure} className={classes["figure"]}>
        <Stack component="figcaption" gap={2} pb="sm">
          <Title order={3} size="h4">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {summary}
          </Text>
        </Stack>
        <div aria-hidden>{children}</div>
      </figure>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTable size={16} aria-hidden />}
          aria-expanded={isTableShown}
          aria-controls={tableId}
          onClick={table.toggle}
        >
          {t(isTableShown ? "hideTable" : "showTable")}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPhoto size={16} aria-hidden />}
          aria-label={t("pngOf", { title })}
          loading={isDrawing}
          onClick={() => void savePicture()}
        >
          {t("png")}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
          aria-label={t("csvOf", { title })}
          onClick={saveData}
        >
          {t("csv")}
        </Button>
      </Group>
      {isFailed && (
        <Alert role="alert" color="red">
          {t("failed")}
        </Alert>
      )}
      <div id={tableId} hidden={!isTableShown}>
        {isTableShown && <DataTable title={t("table", { title })} columns={columns} rows={rows} />}
      </div>
    </Stack>
  );
}

function DataTable({ title, columns, rows }: Pick<ChartFrameProps, "title" | "columns" | "rows">) {
  return (
    <ScrollRegion label={title} maxHeight="20rem">
      <Table stickyHeader striped>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, label }, index) => (
              <Table.Th key={key} ta={index === 0 ? "start" : "end"}>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={columns.map(({ key }) => row[key]).join(" ")}>
              {columns.map(({ key, format = String }, index) => (
                <Table.Td key={key} ta={index === 0 ? "start" : "end"}>
                  {row[key] === null || row[key] === undefined ? "–" : format(row[key])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  );
}
