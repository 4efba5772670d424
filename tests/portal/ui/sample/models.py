"""Something of which there are many, with something related."""

from typing import ClassVar

from django.db import models


class Region(models.Model):
    """What a row is related to."""

    objects: ClassVar[models.Manager["Region"]] = models.Manager()
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "sample"

    def __str__(self) -> str:
        return str(self.name)


class House(models.Model):
    """A row."""

    objects: ClassVar[models.Manager["House"]] = models.Manager()
    name = models.CharField(max_length=100)
    town = models.CharField(max_length=60, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=[("open", "Open"), ("closed", "Closed")], default="open")
    opened = models.DateField()
    seen = models.DateTimeField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    rows = models.IntegerField(default=0)

    class Meta:
        app_label = "sample"
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Its own page."""
        return f"/houses/{self.pk}/"
