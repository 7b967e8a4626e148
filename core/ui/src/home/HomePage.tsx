// The first page after signing in: what is due, how records stand, what changed, first steps.
import { lazy, Suspense } from "react";
import { useCatalogue } from "../api/client";
import { loadPart } from "../i18n";
import { useMyActivities } from "./activities";
import { ChangedLast } from "./ChangedLast";
import { FirstSteps } from "./FirstSteps";
import { Greeting } from "./Greeting";
import classes from "./Home.module.css";
import { MyActivities } from "./MyActivities";
import { Progress } from "./Progress";
import { useChanged } from "./useChanged";

const HomePanels = lazy(async () => {
  const [part] = await Promise.all([import("../panels/HomePanels"), loadPart("panels")]);
  return part;
});

export default function HomePage() {
  const changed = useChanged();
  const isEmpty = !changed.isLoading && changed.records.length === 0;
  const panels = Object.values(useCatalogue().panels).filter((panel) => panel.place === "home");
  const isFree = useMyActivities().data?.data.length === 0;
  return (
    <div className={classes.canvas}>
      <div className={classes.page}>
        <Greeting />
        {isEmpty && <FirstSteps />}
        <div className={classes.columns}>
          <div className={classes.column}>
            <MyActivities />
            {isFree && <ChangedLast {...changed} />}
          </div>
          <div className={classes.column}>
            <Progress mine={changed.mine} />
            {!isFree && <ChangedLast {...changed} />}
            {panels.length > 0 && <Suspense><HomePanels panels={panels} /></Suspense>}
          </div>
        </div>
      </div>
    </div>
  );
}
