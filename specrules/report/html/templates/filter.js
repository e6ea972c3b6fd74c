// Shows only the rows that somebody asks for. Everything on the page is there without this.
"use strict";
{
  const bar = document.querySelector(".filter");
  const boxes = [...bar.querySelectorAll("[data-on]")];
  const tables = [...document.querySelectorAll("table.some")];
  const has = (element, words) => !words || element.textContent.toLowerCase().includes(words);
  const rowsOf = (table) => [...table.tBodies[0].rows];
  const total = tables.reduce((sum, table) => sum + rowsOf(table).length, 0);

  const look = () => {
    const asked = Object.fromEntries(boxes.map((box) => [box.dataset.on, box.value.trim().toLowerCase()]));
    let shown = 0;
    for (const table of tables) {
      const heads = [...table.tHead.rows[0].cells].slice(1);
      const kept = heads.map((head) => has(head, asked.column));
      heads.forEach((head, n) => { head.hidden = !kept[n]; });
      const here = has(table.caption, asked.table) && kept.includes(true);
      let left = 0;
      for (const row of rowsOf(table)) {
        let found = !asked.result;
        [...row.cells].slice(1).forEach((cell, n) => {
          cell.hidden = !kept[n];
          found ||= kept[n] && Boolean(cell.querySelector(`.${asked.result}`));
        });
        row.hidden = !(here && found && has(row.cells[0], asked.row));
        left += row.hidden ? 0 : 1;
      }
      table.hidden = !left;
      shown += left;
    }
    const some = Object.values(asked).some(Boolean);
    bar.classList.toggle("active", some);
    bar.querySelector("[role=status]").textContent = some
      ? `${shown.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")} rows are shown.` : "";
  };

  for (const box of boxes) box.addEventListener("input", look);
  bar.querySelector("button").addEventListener("click", () => {
    for (const box of boxes) box.value = "";
    look();
    boxes[0].focus();
  });
  bar.hidden = false;
  // A browser that goes back to a page has kept what was asked there.
  if (boxes.some((box) => box.value)) look();
}
