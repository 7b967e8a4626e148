// The first page after signing in: what is due, how my records stand, what changed, first steps.
import { Greeting } from "./Greeting";
import { FirstSteps } from "./FirstSteps";
import classes from "./Home.module.css";
import { MyActivities } from "./MyActivities";
import { MyProgress } from "./MyProgress";
import { MyRecords } from "./MyRecords";
import { useMyRecords } from "./useMyRecords";

export default function HomePage() {
  const { records, isLoading } = useMyRecords();
  const isEmpty = !isLoading && records.length === 0;
  return (
    <div className={classes.canvas}>
      <div className={classes.page}>
        <Greeting />
        {isEmpty && <FirstSteps />}
        <div className={classes.columns}>
          <div className={classes.column}>
            <MyActivities />
          </div>
          <div className={classes.column}>
            <MyProgress />
            <MyRecords records={records} isLoading={isLoading} />
          </div>
        </div>
      </div>
    </div>
  );
}
